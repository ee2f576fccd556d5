package io.earshot.media.audio;

import io.netty.buffer.ByteBuf;

/** Gives audio to a leg that asks for it once a packet time. Confined to the call's loop. */
public interface AudioSource {
    /**
     * Appends up to {@code maxBytes} octets of audio in the agreed format to {@code out}.
     *
     * @return octets written. 0: nothing to say now (the leg sends silence or nothing, as its codec does). Fewer than
     *     {@code maxBytes}: the last piece before a pause; the leg pads it with silence.
     */
    int read(ByteBuf out, int maxBytes);

    /**
     * The packet made of what the last {@link #read} returned (more than 0 octets) has left for the socket.
     *
     * @param sentNs monotonic time at which the datagram was handed to the kernel
     */
    void onSent(long sentNs);
}
