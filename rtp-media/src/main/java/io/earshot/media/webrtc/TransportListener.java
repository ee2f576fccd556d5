package io.earshot.media.webrtc;

import io.earshot.media.ice.IceCandidate;
import io.netty.buffer.ByteBuf;

/** Hears a {@link PeerTransport}, on its loop. Buffers are borrowed: valid during the call, {@code retain()} to keep. */
public interface TransportListener {
    /** The state changed. */
    void onState(TransportState state, String reason);

    /** An RTP packet came and was authenticated and decrypted. */
    void onRtp(ByteBuf plain, long arrivalNs);

    /** An RTCP compound came and was authenticated and decrypted. */
    void onRtcp(ByteBuf plain, long arrivalNs);

    /** Application data came over DTLS: an SCTP packet. */
    void onData(ByteBuf sctpPacket, long nowNs);

    /** A bug, of the transport or of this listener; the transport goes on unless it is closed. */
    void onFault(RuntimeException fault);

    /** A candidate was found after {@link PeerTransport#open}; a peer that wants to be told is told now. */
    default void onLocalCandidate(IceCandidate candidate) {}
}
