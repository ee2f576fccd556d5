package io.earshot.media.srtp;

import java.security.GeneralSecurityException;
import java.util.concurrent.TimeUnit;
import org.jitsi.srtp.SrtpContextFactory;
import org.jitsi.srtp.SrtpCryptoContext;
import org.jitsi.srtp.SrtpErrorStatus;
import org.jitsi.srtp.SrtpPolicy;
import org.jitsi.srtp.crypto.Aes;
import org.jitsi.utils.logging2.LoggerImpl;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** SRTP (RFC 3711, RFC 7714) of one G.711 packet of 20 ms: 12 octets of header, 160 of payload. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
@Fork(
        value = 1,
        jvmArgsAppend = {"--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"})
@SuppressWarnings("NullAway.Init") // JMH calls setUp first
public class SrtpBenchmark {
    private static final int SSRC = 0x4541_5253;
    private static final int PACKETS = 1_024;

    /** Protection profile. */
    public enum Profile {
        AES_CM_128_HMAC_SHA1_80,
        AEAD_AES_128_GCM
    }

    @Param
    Profile profile = Profile.AES_CM_128_HMAC_SHA1_80;

    /** Who does AES: the JDK, or OpenSSL through JNI. */
    @Param({"SunJCE", "OpenSSL"})
    String aes = "SunJCE";

    private final PacketBuffer packet = new PacketBuffer(172 + 64);
    private final byte[][] protectedPackets = new byte[PACKETS][];
    private SrtpCryptoContext sender;
    private SrtpCryptoContext receiver;
    private int sequence;
    private int next;

    /** The library keeps to the first choice of a process, so nothing may be made before it is set. */
    @Setup
    public void setUp() {
        Aes.setFactoryClassName(aes);
        sender = context(true, policy(profile));
        receiver = context(false, policy(profile));
        for (int i = 0; i < PACKETS; i++) {
            protect();
            protectedPackets[i] = packet.copy();
            if (unprotect(protectedPackets[i]) != SrtpErrorStatus.OK) {
                throw new IllegalStateException("does not decrypt what it encrypted");
            }
        }
    }

    @Benchmark
    public SrtpErrorStatus protect() {
        packet.plain(sequence++, SSRC);
        try {
            return sender.transformPacket(packet);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Replay protection is off, so that the same packets can be received again and again. */
    @Benchmark
    public SrtpErrorStatus unprotect() {
        next = (next + 1) & (PACKETS - 1);
        return unprotect(protectedPackets[next]);
    }

    private SrtpErrorStatus unprotect(byte[] octets) {
        packet.set(octets);
        try {
            return receiver.reverseTransformPacket(packet, false);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static SrtpPolicy policy(Profile profile) {
        SrtpPolicy policy = switch (profile) {
            case AES_CM_128_HMAC_SHA1_80 ->
                new SrtpPolicy(SrtpPolicy.AESCM_ENCRYPTION, 16, SrtpPolicy.HMACSHA1_AUTHENTICATION, 20, 10, 14);
            case AEAD_AES_128_GCM ->
                new SrtpPolicy(SrtpPolicy.AESGCM_ENCRYPTION, 16, SrtpPolicy.NULL_AUTHENTICATION, 0, 16, 12);
        };
        policy.setSendReplayEnabled(false);
        policy.setReceiveReplayEnabled(false);
        return policy;
    }

    private static SrtpCryptoContext context(boolean sending, SrtpPolicy policy) {
        byte[] key = new byte[policy.getEncKeyLength()];
        byte[] salt = new byte[policy.getSaltKeyLength()];
        try {
            return new SrtpContextFactory(sending, key, salt, policy, policy, new LoggerImpl("srtp"))
                    .deriveContext(SSRC, 0);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
