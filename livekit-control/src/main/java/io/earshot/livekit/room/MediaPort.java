package io.earshot.livekit.room;

import io.earshot.media.audio.AudioFormat;
import io.earshot.media.audio.AudioSink;
import io.earshot.media.audio.AudioSource;
import io.earshot.media.codec.AudioCodec;

/** One peer connection, as the sans-IO core of a room sees it. Confined to the room's loop. */
interface MediaPort {
    /** Opens peer connections; each reports to its own listener until it is closed. */
    interface Opener {
        /** @throws MediaRefused when no port is left */
        MediaPort open(Listener listener) throws MediaRefused;
    }

    /** What happens on a peer connection. */
    interface Listener {
        /** Media and data flow. */
        void onMediaUp();

        /** The path was lost; {@code forGood}: only a new connection helps. */
        void onMediaDown(String reason, boolean forGood);

        void onRemoteTrack(RemoteTrack track);

        void onRemoteTrackEnded(RemoteTrack track);

        /** The data channels can be sent on. */
        void onDataOpen();

        /** A data packet; the array is the receiver's to keep. */
        void onDataPacket(byte[] packet, boolean reliable);

        void onMediaFault(RuntimeException fault);
    }

    /** How audio fares on it. */
    default RoomMedia figures() {
        return RoomMedia.UNKNOWN;
    }

    /** A track that comes in. */
    interface RemoteTrack {
        String trackSid();

        AudioCodec codec();

        /** Signalling says in which codec it comes. */
        default void expect(AudioCodec codec) {}

        void listen(AudioFormat wanted, AudioSink ears);

        void stop();
    }

    /** A track that goes out. */
    interface Sender {
        void mute(boolean on);

        void stop();
    }

    /** Something of media that cannot be had or used; the message is plain. */
    final class MediaRefused extends Exception {
        private static final long serialVersionUID = 1L;

        MediaRefused(String message) {
            super(message);
        }
    }

    Sender addAudio(String cid, PublishOptions options, AudioSource source);

    void addReceivers(int audios);

    /** Makes the channels {@code _reliable} and {@code _lossy}, to be opened with the next offer. */
    void addDataChannels();

    String createOffer();

    void acceptAnswer(String sdp) throws MediaRefused;

    String acceptOffer(String sdp) throws MediaRefused;

    void addRemoteCandidate(String candidate);

    void restartIce();

    /** Whether the packet was taken: false when no channel is open or its buffer is full. */
    boolean sendData(byte[] packet, boolean reliable);

    void close();
}
