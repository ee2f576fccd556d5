package io.earshot.media.srtp;

import java.util.List;
import org.jitsi.srtp.SrtcpCryptoContext;
import org.jitsi.srtp.SrtpContextFactory;
import org.jitsi.srtp.SrtpCryptoContext;
import org.jitsi.srtp.SrtpPolicy;
import org.jitsi.srtp.crypto.Aes;
import org.jitsi.srtp.crypto.HmacSha1;
import org.jitsi.srtp.crypto.JitsiOpenSslProvider;
import org.jitsi.utils.logging2.Logger;
import org.jitsi.utils.logging2.LoggerImpl;

/**
 * How we use jitsi-srtp: AES by OpenSSL where its library loads, because that allocates least, else by the JDK; chosen
 * here, since the library would otherwise measure all of them with the first packet. Thread-safe because stateless.
 */
final class SrtpLibrary {
    private static final int HMAC_SHA1_KEY_BYTES = 20;
    private static final Logger LOG = new LoggerImpl("srtp");

    /** It logs each bad packet; we count them. Kept, because a logger nobody holds forgets its level. */
    static final List<Logger> SILENCED = List.of(
            silence(Aes.class),
            silence(HmacSha1.class),
            silence(JitsiOpenSslProvider.class),
            silence(SrtpContextFactory.class),
            silence(SrtpCryptoContext.class),
            silence(SrtcpCryptoContext.class));

    static {
        Aes.setFactoryClassName(JitsiOpenSslProvider.isLoaded() ? "OpenSSL" : "SunJCE");
    }

    private SrtpLibrary() {}

    private static Logger silence(Class<?> noisy) {
        Logger logger = new LoggerImpl(noisy.getName());
        logger.setLevelOff();
        return logger;
    }

    static SrtpContextFactory factory(boolean sending, SrtpProfile profile, byte[] key, byte[] salt) {
        return new SrtpContextFactory(
                sending, key, salt, policy(profile, profile.tagBytes()), policy(profile, profile.rtcpTagBytes()), LOG);
    }

    /**
     * What is sent is not checked for repetition: a packet asked for again (RFC 4585) leaves as the same octets. What is
     * received is.
     */
    private static SrtpPolicy policy(SrtpProfile profile, int tagBytes) {
        SrtpPolicy policy = switch (profile) {
            case AEAD_AES_128_GCM ->
                policy(SrtpPolicy.AESGCM_ENCRYPTION, SrtpPolicy.NULL_AUTHENTICATION, 0, profile, tagBytes);
            case AES128_CM_HMAC_SHA1_80, AES128_CM_HMAC_SHA1_32 ->
                policy(
                        SrtpPolicy.AESCM_ENCRYPTION,
                        SrtpPolicy.HMACSHA1_AUTHENTICATION,
                        HMAC_SHA1_KEY_BYTES,
                        profile,
                        tagBytes);
        };
        policy.setSendReplayEnabled(false);
        return policy;
    }

    private static SrtpPolicy policy(
            int encryption, int authentication, int authKeyBytes, SrtpProfile profile, int tagBytes) {
        return new SrtpPolicy(
                encryption, profile.keyBytes(), authentication, authKeyBytes, tagBytes, profile.saltBytes());
    }
}
