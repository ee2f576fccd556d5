package io.earshot.sip.tls;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * Our certificate with the intermediate ones, and its key. Immutable.
 *
 * @param chain ours first
 */
record OwnCertificate(List<X509Certificate> chain, PrivateKey key) {

    /** Reads and proves both files: the key must be that of the certificate, and each certificate sign the one before. */
    static OwnCertificate read(TlsConfig config) throws TlsFault {
        List<X509Certificate> chain =
                PemFile.read("certificate", config.certificate()).certificates();
        requireOrder(chain);
        PublicKey pair = chain.getFirst().getPublicKey();
        PrivateKey key = PemKey.of(PemFile.read("key", config.key()), config.keyPassword(), pair);
        if (!belongs(key, pair)) {
            throw new TlsFault("key", config.key() + " does not match the certificate in " + config.certificate());
        }
        return new OwnCertificate(chain, key);
    }

    private static void requireOrder(List<X509Certificate> chain) throws TlsFault {
        for (int i = 1; i < chain.size(); i++) {
            try {
                chain.get(i - 1).verify(chain.get(i).getPublicKey());
            } catch (GeneralSecurityException e) {
                throw new TlsFault(
                        "certificate",
                        "certificate " + (i + 1) + " of the file did not sign the one before it: ours comes first, then"
                                + " its issuer, and so on");
            }
        }
    }

    private static boolean belongs(PrivateKey key, PublicKey pair) throws TlsFault {
        String algorithm = switch (pair.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            case "EdDSA", "Ed25519", "Ed448" -> "EdDSA";
            default -> throw new TlsFault("certificate", "keys of kind " + pair.getAlgorithm() + " are not taken");
        };
        byte[] trial = {'t', 'r', 'i', 'a', 'l'};
        try {
            Signature signer = Signature.getInstance(algorithm);
            signer.initSign(key);
            signer.update(trial);
            byte[] signature = signer.sign();
            signer.initVerify(pair);
            signer.update(trial);
            return signer.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    @Override
    public String toString() {
        return "OwnCertificate[" + chain.getFirst().getSubjectX500Principal() + "]";
    }
}
