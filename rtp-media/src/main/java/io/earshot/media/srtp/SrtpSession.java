package io.earshot.media.srtp;

import io.netty.buffer.ByteBuf;
import java.security.GeneralSecurityException;
import org.jitsi.srtp.SrtcpCryptoContext;
import org.jitsi.srtp.SrtpContextFactory;
import org.jitsi.srtp.SrtpCryptoContext;
import org.jitsi.srtp.SrtpErrorStatus;
import org.jspecify.annotations.Nullable;

/**
 * SRTP and SRTCP of one exchange of keys, both directions, all sources (RFC 3711, RFC 7714). Packets change in place: a tag is
 * appended or taken off. Contexts are made with the first packet of a source; for one received, only once that packet
 * proved authentic. Confined to its transport's loop.
 */
public final class SrtpSession {
    private static final int RTP_HEADER_BYTES = 12;
    private static final int RTCP_HEADER_BYTES = 8;
    private static final int INDEX_BYTES = 4;

    private SrtpKeys keys;
    private SrtpProfile profile;
    private SrtpContextFactory sending;
    private SrtpContextFactory receiving;
    private Sources<SrtpCryptoContext> rtpOut = new Sources<>();
    private Sources<SrtpCryptoContext> rtpIn = new Sources<>();
    private Sources<SrtcpCryptoContext> rtcpOut = new Sources<>();
    private Sources<SrtcpCryptoContext> rtcpIn = new Sources<>();
    private final PacketView view = new PacketView();
    private final SrtpCounters counters = new SrtpCounters();

    /** The library takes copies of the keys. */
    public SrtpSession(SrtpKeys keys) {
        this.keys = keys;
        profile = keys.profile();
        sending = SrtpLibrary.factory(true, profile, keys.localKey(), keys.localSalt());
        receiving = SrtpLibrary.factory(false, profile, keys.remoteKey(), keys.remoteSalt());
    }

    /**
     * Takes the keys of a later exchange. A direction whose key stays goes on as it is, roll-over counters included: to
     * begin it again would send two packets under one key and index (RFC 3711, section 9.1).
     */
    public void rekey(SrtpKeys next) {
        if (!next.sameLocal(keys)) {
            sending.close();
            sending = SrtpLibrary.factory(true, next.profile(), next.localKey(), next.localSalt());
            rtpOut = new Sources<>();
            rtcpOut = new Sources<>();
        }
        if (!next.sameRemote(keys)) {
            receiving.close();
            receiving = SrtpLibrary.factory(false, next.profile(), next.remoteKey(), next.remoteSalt());
            rtpIn = new Sources<>();
            rtcpIn = new Sources<>();
        }
        profile = next.profile();
        keys = next;
    }

    /** The profile agreed. */
    public SrtpProfile profile() {
        return profile;
    }

    /** What became of the packets so far. */
    public SrtpCounters counters() {
        return counters;
    }

    /**
     * Protects an RTP packet. One sequence number of a source must never carry two different packets.
     *
     * @param packet a well-formed RTP packet that can grow by {@link SrtpProfile#TAILROOM} octets; if that many are free
     *     behind it, it need not
     */
    public SrtpStatus protectRtp(ByteBuf packet, long nowNs) {
        if (packet.readableBytes() < RTP_HEADER_BYTES || !hasTailroom(packet) || !view.load(packet)) {
            return counters.count(SrtpStatus.MALFORMED);
        }
        int ssrc = packet.getInt(packet.readerIndex() + 8);
        try {
            SrtpCryptoContext context = rtpOut.find(ssrc, nowNs);
            if (context == null) {
                if (!rtpOut.hasRoom(nowNs)) {
                    return counters.count(SrtpStatus.TOO_MANY_SOURCES);
                }
                context = sending.deriveContext(ssrc, 0);
                rtpOut.add(ssrc, context, nowNs);
            }
            return finish(context.transformPacket(view), packet);
        } catch (GeneralSecurityException e) {
            return counters.count(SrtpStatus.MALFORMED);
        }
    }

    /** Protects an RTCP compound; the source is that of its first packet. */
    public SrtpStatus protectRtcp(ByteBuf compound, long nowNs) {
        if (compound.readableBytes() < RTCP_HEADER_BYTES || !hasTailroom(compound) || !view.load(compound)) {
            return counters.count(SrtpStatus.MALFORMED);
        }
        int ssrc = compound.getInt(compound.readerIndex() + 4);
        try {
            SrtcpCryptoContext context = rtcpOut.find(ssrc, nowNs);
            if (context == null) {
                if (!rtcpOut.hasRoom(nowNs)) {
                    return counters.count(SrtpStatus.TOO_MANY_SOURCES);
                }
                context = sending.deriveControlContext(ssrc);
                rtcpOut.add(ssrc, context, nowNs);
            }
            return finish(context.transformPacket(view), compound);
        } catch (GeneralSecurityException e) {
            return counters.count(SrtpStatus.MALFORMED);
        }
    }

    private static boolean hasTailroom(ByteBuf packet) {
        return packet.maxWritableBytes() >= SrtpProfile.TAILROOM;
    }

    /** Authenticates and decrypts an SRTP packet; unchanged unless {@link SrtpStatus#OK}. */
    public SrtpStatus unprotectRtp(ByteBuf packet, long nowNs) {
        if (packet.readableBytes() < RTP_HEADER_BYTES + profile.tagBytes() || !view.load(packet)) {
            return counters.count(SrtpStatus.MALFORMED);
        }
        int ssrc = packet.getInt(packet.readerIndex() + 8);
        try {
            SrtpCryptoContext known = rtpIn.find(ssrc, nowNs);
            if (known == null && !rtpIn.hasRoom(nowNs)) {
                return counters.count(SrtpStatus.TOO_MANY_SOURCES);
            }
            SrtpCryptoContext context = known == null ? receiving.deriveContext(ssrc, 0) : known;
            SrtpStatus status = finish(context.reverseTransformPacket(view, false), packet);
            if (known == null && status == SrtpStatus.OK) {
                rtpIn.add(ssrc, context, nowNs);
            } else if (known == null) {
                rtpIn.onForged();
            }
            return status;
        } catch (GeneralSecurityException e) {
            return counters.count(SrtpStatus.MALFORMED);
        }
    }

    /** Authenticates and decrypts an SRTCP compound; unchanged unless {@link SrtpStatus#OK}. */
    public SrtpStatus unprotectRtcp(ByteBuf compound, long nowNs) {
        int least = RTCP_HEADER_BYTES + INDEX_BYTES + profile.rtcpTagBytes();
        if (compound.readableBytes() < least || !isEncrypted(compound) || !view.load(compound)) {
            return counters.count(SrtpStatus.MALFORMED);
        }
        int ssrc = compound.getInt(compound.readerIndex() + 4);
        try {
            SrtcpCryptoContext known = rtcpIn.find(ssrc, nowNs);
            if (known == null && !rtcpIn.hasRoom(nowNs)) {
                return counters.count(SrtpStatus.TOO_MANY_SOURCES);
            }
            SrtcpCryptoContext context = known == null ? receiving.deriveControlContext(ssrc) : known;
            SrtpStatus status = finish(context.reverseTransformPacket(view), compound);
            if (known == null && status == SrtpStatus.OK) {
                rtcpIn.add(ssrc, context, nowNs);
            } else if (known == null) {
                rtcpIn.onForged();
            }
            return status;
        } catch (GeneralSecurityException e) {
            return counters.count(SrtpStatus.MALFORMED);
        }
    }

    /** The E bit before the index; we agreed on encryption, so what comes without is not for us. */
    private boolean isEncrypted(ByteBuf compound) {
        int behindIndex = profile == SrtpProfile.AEAD_AES_128_GCM ? 0 : profile.rtcpTagBytes();
        return (compound.getByte(compound.writerIndex() - behindIndex - INDEX_BYTES) & 0x80) != 0;
    }

    private SrtpStatus finish(@Nullable SrtpErrorStatus result, ByteBuf packet) {
        SrtpStatus status = switch (result) {
            case OK -> SrtpStatus.OK;
            case AUTH_FAIL -> SrtpStatus.AUTH_FAILED;
            case REPLAY_FAIL, REPLAY_OLD -> SrtpStatus.REPLAYED;
            case FAIL, INVALID_PACKET -> SrtpStatus.MALFORMED;
            case null -> SrtpStatus.MALFORMED;
        };
        if (status == SrtpStatus.OK) {
            view.store(packet);
        }
        return counters.count(status);
    }

    /** Wipes the master keys; to be called once nothing more is sent or received. */
    public void close() {
        sending.close();
        receiving.close();
    }
}
