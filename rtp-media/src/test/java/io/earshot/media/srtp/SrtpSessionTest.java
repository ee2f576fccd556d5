package io.earshot.media.srtp;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Against the packets that implementations test each other with: master key and salt of RFC 3711, appendix B.3, for counter
 * mode, and of libsrtp's validation for GCM.
 */
class SrtpSessionTest {
    private static final String PLAIN_RTP = "800f1234decafbadcafebabe" + "ab".repeat(16);
    private static final String PLAIN_RTCP = "81c8000bcafebabe" + "ab".repeat(16);

    private static final String CM_KEY = "e1f97a0d3e018be0d64fa32c06de4139";
    private static final String CM_SALT = "0ec675ad498afeebb6960b3aabe6";
    private static final String CM_RTP = "800f1234decafbadcafebabe4e55dc4ce79978d88ca4d215949d2402b78d6acc99ea179b8dbb";
    private static final String CM_RTCP =
            "81c8000bcafebabe7128035be487b9bdbef89041f977a5a880000001993e08cd54d6c1230798";

    private static final String GCM_KEY = "000102030405060708090a0b0c0d0e0f";
    private static final String GCM_SALT = "a0a1a2a3a4a5a6a7a8a9aaab";
    private static final String GCM_RTP =
            "800f1234decafbadcafebabec5002ede04cfdd2eb91159e0880aa06e" + "d2976826f796b201df3131a127e8a392";
    private static final String GCM_RTCP =
            "81c8000bcafebabec98b8b5df0392a55852b6c21ac8e7025" + "c52c6fbea2b3b446ea31123ba88ce61e80000001";

    private long nowNs = 1;

    private static ByteBuf bytes(String hex) {
        return Unpooled.buffer().writeBytes(HexFormat.of().parseHex(hex));
    }

    private static String hex(ByteBuf buffer) {
        return ByteBufUtil.hexDump(buffer);
    }

    private static SrtpSession session(SrtpProfile profile, boolean client) {
        return profile == SrtpProfile.AEAD_AES_128_GCM
                ? session(profile, GCM_KEY, GCM_SALT, client)
                : session(profile, CM_KEY, CM_SALT, client);
    }

    private static SrtpSession session(SrtpProfile profile, String key, String salt, boolean client) {
        byte[] material = HexFormat.of().parseHex(key + key + salt + salt);
        return new SrtpSession(SrtpKeys.of(profile, material, client));
    }

    private static String rtp(SrtpProfile profile) {
        return switch (profile) {
            case AEAD_AES_128_GCM -> GCM_RTP;
            case AES128_CM_HMAC_SHA1_80 -> CM_RTP;
            case AES128_CM_HMAC_SHA1_32 -> CM_RTP.substring(0, CM_RTP.length() - 12);
        };
    }

    private static String rtcp(SrtpProfile profile) {
        return profile == SrtpProfile.AEAD_AES_128_GCM ? GCM_RTCP : CM_RTCP;
    }

    private static ByteBuf packet(int ssrc, int sequence) {
        return Unpooled.buffer(200)
                .writeByte(0x80)
                .writeByte(0)
                .writeShort(sequence)
                .writeInt(160 * sequence)
                .writeInt(ssrc)
                .writeZero(160);
    }

    @ParameterizedTest
    @EnumSource
    void shouldProtectRtpAsOthersDo(SrtpProfile profile) {
        ByteBuf packet = bytes(PLAIN_RTP);

        assertThat(session(profile, true).protectRtp(packet, nowNs)).isEqualTo(SrtpStatus.OK);

        assertThat(hex(packet)).isEqualTo(rtp(profile));
    }

    @ParameterizedTest
    @EnumSource
    void shouldUnprotectWhatOthersProtected(SrtpProfile profile) {
        SrtpSession session = session(profile, true);
        ByteBuf packet = bytes(rtp(profile));
        ByteBuf compound = bytes(rtcp(profile));

        assertThat(session.unprotectRtp(packet, nowNs)).isEqualTo(SrtpStatus.OK);
        assertThat(session.unprotectRtcp(compound, nowNs)).isEqualTo(SrtpStatus.OK);

        assertThat(hex(packet)).isEqualTo(PLAIN_RTP);
        assertThat(hex(compound)).isEqualTo(PLAIN_RTCP);
    }

    @ParameterizedTest
    @EnumSource
    void shouldUnprotectItsOwnRtcp(SrtpProfile profile) {
        ByteBuf compound = bytes(PLAIN_RTCP);
        session(profile, true).protectRtcp(compound, nowNs);
        assertThat(hex(compound)).isNotEqualTo(PLAIN_RTCP);

        assertThat(session(profile, false).unprotectRtcp(compound, nowNs)).isEqualTo(SrtpStatus.OK);

        assertThat(hex(compound)).isEqualTo(PLAIN_RTCP);
    }

    @Test
    void shouldWorkInPlaceOnABufferOutsideTheHeap() {
        ByteBuf packet = PooledByteBufAllocator.DEFAULT.directBuffer(256).writeByte(7);
        packet.readByte();
        packet.writeBytes(HexFormat.of().parseHex(PLAIN_RTP));

        session(SrtpProfile.AEAD_AES_128_GCM, true).protectRtp(packet, nowNs);

        assertThat(hex(packet)).isEqualTo(GCM_RTP);
        packet.release();
    }

    @ParameterizedTest
    @EnumSource
    void shouldRefuseARepeatedPacket(SrtpProfile profile) {
        SrtpSession session = session(profile, true);
        session.unprotectRtp(bytes(rtp(profile)), nowNs);
        session.unprotectRtcp(bytes(rtcp(profile)), nowNs);

        assertThat(session.unprotectRtp(bytes(rtp(profile)), nowNs)).isEqualTo(SrtpStatus.REPLAYED);
        assertThat(session.unprotectRtcp(bytes(rtcp(profile)), nowNs)).isEqualTo(SrtpStatus.REPLAYED);

        assertThat(session.counters().of(SrtpStatus.REPLAYED)).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource
    void shouldRefuseAChangedPacketAndStillTakeTheTrueOne(SrtpProfile profile) {
        SrtpSession session = session(profile, true);
        ByteBuf forged = bytes(rtp(profile));
        forged.setByte(14, forged.getByte(14) ^ 1);
        ByteBuf forgedControl = bytes(rtcp(profile));
        forgedControl.setByte(10, forgedControl.getByte(10) ^ 1);

        assertThat(session.unprotectRtp(forged, nowNs)).isEqualTo(SrtpStatus.AUTH_FAILED);
        assertThat(session.unprotectRtcp(forgedControl, nowNs)).isEqualTo(SrtpStatus.AUTH_FAILED);

        assertThat(session.unprotectRtp(bytes(rtp(profile)), nowNs)).isEqualTo(SrtpStatus.OK);
        assertThat(session.unprotectRtcp(bytes(rtcp(profile)), nowNs)).isEqualTo(SrtpStatus.OK);
    }

    @ParameterizedTest
    @EnumSource
    void shouldRefuseRtcpThatIsNotEncrypted(SrtpProfile profile) {
        SrtpSession session = session(profile, true);
        ByteBuf compound = bytes(rtcp(profile));
        int flag = compound.writerIndex() - (profile == SrtpProfile.AEAD_AES_128_GCM ? 4 : 14);
        compound.setByte(flag, 0);

        assertThat(session.unprotectRtcp(compound, nowNs)).isEqualTo(SrtpStatus.MALFORMED);
    }

    @ParameterizedTest
    @EnumSource
    void shouldFollowTheSequenceAcrossItsEnd(SrtpProfile profile) {
        SrtpSession sender = session(profile, true);
        SrtpSession receiver = session(profile, false);
        for (int i = 65_500; i < 65_700; i++) {
            ByteBuf packet = packet(9, i & 0xFFFF);
            sender.protectRtp(packet, nowNs);

            assertThat(receiver.unprotectRtp(packet, nowNs)).isEqualTo(SrtpStatus.OK);
        }
    }

    @Test
    void shouldSendTheSameOctetsWhenAPacketIsAskedForAgain() {
        SrtpSession sender = session(SrtpProfile.AEAD_AES_128_GCM, true);
        ByteBuf first = packet(9, 100);
        ByteBuf later = packet(9, 101);
        ByteBuf again = packet(9, 100);
        sender.protectRtp(first, nowNs);
        sender.protectRtp(later, nowNs);

        assertThat(sender.protectRtp(again, nowNs)).isEqualTo(SrtpStatus.OK);

        assertThat(hex(again)).isEqualTo(hex(first));
    }

    @Test
    void shouldKeepNoContextForAForgedSource() {
        SrtpSession receiver = session(SrtpProfile.AEAD_AES_128_GCM, false);
        for (int ssrc = 0; ssrc < 1_000; ssrc++) {
            assertThat(receiver.unprotectRtp(packet(ssrc, 1), nowNs)).isEqualTo(SrtpStatus.AUTH_FAILED);
            nowNs += TimeUnit.MILLISECONDS.toNanos(20);
        }

        assertThat(receiver.counters().of(SrtpStatus.TOO_MANY_SOURCES)).isZero();
    }

    @Test
    void shouldLookAtOnlySoManyForgedSourcesInASecond() {
        SrtpSession sender = session(SrtpProfile.AEAD_AES_128_GCM, true);
        SrtpSession receiver = session(SrtpProfile.AEAD_AES_128_GCM, false);
        assertThat(receive(sender, receiver, 5_000, 1)).isEqualTo(SrtpStatus.OK);
        for (int ssrc = 0; ssrc < 1_000; ssrc++) {
            receiver.unprotectRtp(packet(ssrc, 1), nowNs);
        }

        assertThat(receiver.counters().of(SrtpStatus.AUTH_FAILED)).isEqualTo(64);
        assertThat(receiver.counters().of(SrtpStatus.TOO_MANY_SOURCES)).isEqualTo(1_000 - 64);
        assertThat(receive(sender, receiver, 5_000, 2)).isEqualTo(SrtpStatus.OK);
        nowNs += TimeUnit.SECONDS.toNanos(1);
        assertThat(receive(sender, receiver, 5_001, 1)).isEqualTo(SrtpStatus.OK);
    }

    @Test
    void shouldKeepOnlySoManySources() {
        SrtpSession sender = session(SrtpProfile.AEAD_AES_128_GCM, true);
        SrtpSession receiver = session(SrtpProfile.AEAD_AES_128_GCM, false);
        for (int ssrc = 0; ssrc < Sources.MOST; ssrc++) {
            assertThat(receive(sender, receiver, ssrc, 1)).isEqualTo(SrtpStatus.OK);
        }

        assertThat(sender.protectRtp(packet(Sources.MOST, 1), nowNs)).isEqualTo(SrtpStatus.TOO_MANY_SOURCES);

        nowNs += TimeUnit.SECONDS.toNanos(61);
        assertThat(receive(sender, receiver, Sources.MOST, 1)).isEqualTo(SrtpStatus.OK);
    }

    private SrtpStatus receive(SrtpSession sender, SrtpSession receiver, int ssrc, int sequence) {
        ByteBuf packet = packet(ssrc, sequence);
        sender.protectRtp(packet, nowNs);
        return receiver.unprotectRtp(packet, nowNs);
    }

    @Test
    void shouldCountWhatIsTooShortOrTooLong() {
        SrtpSession session = session(SrtpProfile.AEAD_AES_128_GCM, true);

        assertThat(session.unprotectRtp(Unpooled.wrappedBuffer(new byte[27]), nowNs))
                .isEqualTo(SrtpStatus.MALFORMED);
        assertThat(session.unprotectRtcp(Unpooled.wrappedBuffer(new byte[27]), nowNs))
                .isEqualTo(SrtpStatus.MALFORMED);
        assertThat(session.protectRtp(Unpooled.wrappedBuffer(new byte[3_000]), nowNs))
                .isEqualTo(SrtpStatus.MALFORMED);
        assertThat(session.protectRtp(Unpooled.EMPTY_BUFFER, nowNs)).isEqualTo(SrtpStatus.MALFORMED);
    }

    @Test
    void shouldNotPrintKeys() {
        assertThat(SrtpKeys.of(SrtpProfile.AEAD_AES_128_GCM, new byte[56], true).toString())
                .isEqualTo("SrtpKeys[AEAD_AES_128_GCM]");
    }

    private final SrtpSession gcm = session(SrtpProfile.AEAD_AES_128_GCM, true);
    private final SrtpSession counterMode = session(SrtpProfile.AES128_CM_HMAC_SHA1_80, true);

    @FuzzTest
    void shouldSurviveAnyPacket(byte[] packet) {
        for (SrtpSession session : new SrtpSession[] {gcm, counterMode}) {
            assertThat(session.unprotectRtp(Unpooled.copiedBuffer(packet), nowNs))
                    .isNotEqualTo(SrtpStatus.OK);
            assertThat(session.unprotectRtcp(Unpooled.copiedBuffer(packet), nowNs))
                    .isNotEqualTo(SrtpStatus.OK);
            session.protectRtp(Unpooled.copiedBuffer(packet), nowNs);
            session.protectRtcp(Unpooled.copiedBuffer(packet), nowNs);
        }
    }
}
