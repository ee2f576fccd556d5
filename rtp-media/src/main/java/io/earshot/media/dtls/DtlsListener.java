package io.earshot.media.dtls;

import io.earshot.media.srtp.SrtpKeys;
import io.netty.buffer.ByteBuf;

/** Hears a {@link DtlsSession}, on its loop. */
public interface DtlsListener {
    /** The handshake ended well, and the peer is who its fingerprint says. */
    void onEstablished(SrtpKeys keys);

    /** Application data; borrowed. */
    void onData(ByteBuf data, long nowNs);

    /** It is over: the handshake failed, an alert came, or the peer said goodbye. Not called for our own close. */
    void onEnded(DtlsEnd end, String reason);
}
