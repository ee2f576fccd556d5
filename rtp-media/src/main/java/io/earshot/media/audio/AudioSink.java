package io.earshot.media.audio;

import io.netty.buffer.ByteBuf;

/**
 * Takes audio from a leg, in order and without holes: what was lost, suppressed (DTX) or held back is filled in
 * by the sender of this event, so that the length of what arrived equals the time that passed.
 * Confined to the call's loop.
 */
public interface AudioSink {
    /**
     * One packet's worth of audio in the format agreed at the start (10 to 60 ms).
     *
     * @param audio readable octets are the samples. Borrowed: valid during the call only; {@code retain()} it to keep
     *     it longer. For G.711 it is a slice of the received datagram, so its content must not be changed.
     * @param arrivalNs monotonic arrival time of the datagram it came in; for filled-in audio, the time of filling
     * @param concealed true when it was made up (loss, DTX, hold) and holds no sound of the other party
     */
    void onAudio(ByteBuf audio, long arrivalNs, boolean concealed);
}
