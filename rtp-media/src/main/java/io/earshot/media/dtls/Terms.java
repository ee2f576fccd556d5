package io.earshot.media.dtls;

import io.earshot.media.srtp.SrtpKeys;
import io.earshot.media.srtp.SrtpProfile;
import java.io.IOException;
import java.util.Hashtable;
import java.util.List;
import java.util.Vector;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.HashAlgorithm;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsSRTPUtils;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.UseSRTPData;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaDefaultTlsCredentialedSigner;
import org.jspecify.annotations.Nullable;

/** What both roles of a handshake share: who we are, whom we expect, and what came out. Confined to its handshake. */
final class Terms {
    private static final String EXPORTER = "EXTRACTOR-dtls_srtp";
    private static final byte[] NO_MKI = {};

    final DtlsIdentity identity;
    final Fingerprint expected;
    final List<SrtpProfile> profiles;
    final int timeoutMillis;
    private @Nullable SrtpProfile agreed;
    private @Nullable SrtpKeys keys;
    private boolean wrongFingerprint;

    Terms(DtlsIdentity identity, Fingerprint expected, List<SrtpProfile> profiles, int timeoutMillis) {
        this.identity = identity;
        this.expected = expected;
        this.profiles = profiles;
        this.timeoutMillis = timeoutMillis;
    }

    /** Forward secrecy with our kind of certificate (RFC 8827, section 6.5). */
    static int[] cipherSuites() {
        return new int[] {
            CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
            CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
            CipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256
        };
    }

    /** As client we take servers whose certificate is RSA too: telephones have those. */
    static int[] offeredSuites() {
        return new int[] {
            CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
            CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
            CipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
            CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
            CipherSuite.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
            CipherSuite.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256
        };
    }

    TlsCredentialedSigner signer(TlsContext context) throws IOException {
        TlsCertificate certificate = identity.crypto().createCertificate(identity.certificate());
        return new JcaDefaultTlsCredentialedSigner(
                new TlsCryptoParameters(context),
                identity.crypto(),
                identity.key(),
                new Certificate(new TlsCertificate[] {certificate}),
                SignatureAndHashAlgorithm.getInstance(HashAlgorithm.sha256, SignatureAlgorithm.ecdsa));
    }

    /** A certificate proves nothing by itself: its hash must be the one that came by signalling (RFC 8122). */
    void check(@Nullable Certificate chain) throws IOException {
        if (chain == null || chain.isEmpty()) {
            throw new TlsFatalAlert(AlertDescription.certificate_required);
        }
        if (!expected.matches(chain.getCertificateAt(0).getEncoded())) {
            wrongFingerprint = true;
            throw new TlsFatalAlert(AlertDescription.bad_certificate);
        }
    }

    void offerProfiles(Hashtable<?, ?> extensions) throws IOException {
        int[] codes = profiles.stream().mapToInt(SrtpProfile::code).toArray();
        TlsSRTPUtils.addUseSRTPExtension(extensions, new UseSRTPData(codes, NO_MKI));
    }

    /** As server: our favourite of those offered (RFC 5764, section 4.1). */
    void choose(@Nullable Hashtable<?, ?> offered) throws IOException {
        UseSRTPData data = offered == null ? null : TlsSRTPUtils.getUseSRTPExtension(offered);
        if (data == null) {
            throw new TlsFatalAlert(AlertDescription.missing_extension);
        }
        for (SrtpProfile profile : profiles) {
            if (agreed == null && contains(data.getProtectionProfiles(), profile.code())) {
                agreed = profile;
            }
        }
        if (agreed == null) {
            throw new TlsFatalAlert(AlertDescription.handshake_failure);
        }
    }

    private static boolean contains(int[] codes, int code) {
        for (int it : codes) {
            if (it == code) {
                return true;
            }
        }
        return false;
    }

    void addChosen(Hashtable<?, ?> extensions) throws IOException {
        TlsSRTPUtils.addUseSRTPExtension(
                extensions, new UseSRTPData(new int[] {profile().code()}, NO_MKI));
    }

    /** As client: the one that the server chose must be ours. */
    void accept(@Nullable Hashtable<?, ?> extensions) throws IOException {
        UseSRTPData data = extensions == null ? null : TlsSRTPUtils.getUseSRTPExtension(extensions);
        int[] codes = data == null ? new int[0] : data.getProtectionProfiles();
        SrtpProfile profile = codes.length == 1 ? SrtpProfile.of(codes[0]) : null;
        if (profile == null || !profiles.contains(profile) || TlsUtils.isNullOrEmpty(codes)) {
            throw new TlsFatalAlert(AlertDescription.illegal_parameter);
        }
        agreed = profile;
    }

    /** Must happen while the handshake completes: afterwards its secrets are gone. */
    void export(TlsContext context, boolean client) {
        byte[] material = context.exportKeyingMaterial(EXPORTER, null, SrtpKeys.materialBytes(profile()));
        keys = SrtpKeys.of(profile(), material, client);
    }

    private SrtpProfile profile() {
        if (agreed == null) {
            throw new IllegalStateException("no profile agreed");
        }
        return agreed;
    }

    SrtpKeys keys() {
        if (keys == null) {
            throw new IllegalStateException("no keys exported");
        }
        return keys;
    }

    boolean isWrongFingerprint() {
        return wrongFingerprint;
    }

    @SuppressWarnings("JdkObsolete") // the library wants a Vector
    static Vector<SignatureAndHashAlgorithm> signatures() {
        Vector<SignatureAndHashAlgorithm> algorithms = new Vector<>();
        algorithms.add(SignatureAndHashAlgorithm.getInstance(HashAlgorithm.sha256, SignatureAlgorithm.ecdsa));
        algorithms.add(SignatureAndHashAlgorithm.getInstance(HashAlgorithm.sha384, SignatureAlgorithm.ecdsa));
        algorithms.add(SignatureAndHashAlgorithm.getInstance(HashAlgorithm.sha256, SignatureAlgorithm.rsa));
        return algorithms;
    }
}
