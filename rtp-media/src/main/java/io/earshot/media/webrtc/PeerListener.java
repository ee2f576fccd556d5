package io.earshot.media.webrtc;

import io.earshot.media.sctp.DataChannel;
import io.netty.buffer.ByteBuf;

/**
 * What happens on a peer connection. Called on its loop; closing the connection from within a callback is allowed. After
 * {@link PeerConnection#close} nothing more is called.
 */
public interface PeerListener {
    /**
     * The connection is in another state.
     *
     * @param reason why, in plain words; never holds an address or a secret
     */
    default void onState(PeerState state, String reason) {}

    /** The other side sends a track: {@link RemoteAudio#listen} to hear it. */
    default void onTrack(RemoteAudio track) {}

    /** A track was taken back, or its place was given to another one; it is silent from now on. */
    default void onTrackEnded(RemoteAudio track) {}

    /** A data channel is open, ours or theirs. */
    default void onDataChannel(DataChannel channel) {}

    /**
     * A message came.
     *
     * @param message borrowed: valid during the call only
     * @param text the sender says that it is UTF-8
     */
    default void onData(DataChannel channel, ByteBuf message, boolean text) {}

    /** Data channels are down for good, all of them; audio goes on. */
    default void onDataDown(String reason) {}

    /** A bug: the connection has closed itself. */
    default void onFault(RuntimeException fault) {}
}
