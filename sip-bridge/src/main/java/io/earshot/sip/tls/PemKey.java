package io.earshot.sip.tls;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * Reads private keys: PKCS #8 (RFC 5208), encrypted or not, PKCS #1 (RFC 8017, appendix A.1.2) and SEC 1 (RFC 5915). The
 * kind of key is that of the certificate's public key. Stateless.
 */
final class PemKey {
    private static final byte[] RSA = {
        0x30, 0x0d, 0x06, 0x09, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 1, 1, 1, 5, 0
    };

    private PemKey() {}

    /** The one key of the file. */
    static PrivateKey of(PemFile file, KeyPassword password, PublicKey pair) throws TlsFault {
        for (PemFile.Block block : file.blocks()) {
            if (block.label().endsWith("PRIVATE KEY")) {
                return key(file, block, password, pair);
            }
        }
        throw new TlsFault(file.setting(), file.path() + " holds no private key");
    }

    private static PrivateKey key(PemFile file, PemFile.Block block, KeyPassword password, PublicKey pair)
            throws TlsFault {
        byte[] octets = block.octets(file.setting());
        byte[] pkcs8 = switch (block.label()) {
            case "PRIVATE KEY" -> octets;
            case "ENCRYPTED PRIVATE KEY" -> decrypted(file, octets, password);
            case "RSA PRIVATE KEY" -> wrapped(RSA, octets);
            case "EC PRIVATE KEY" -> wrapped(algorithm(pair), octets);
            default -> throw new TlsFault(file.setting(), "a key of the kind '" + block.label() + "' is not read");
        };
        try {
            return KeyFactory.getInstance(pair.getAlgorithm()).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        } catch (GeneralSecurityException e) {
            boolean old = block.body().contains("Proc-Type");
            throw new TlsFault(
                    file.setting(),
                    old
                            ? file.path() + " is encrypted in the old way; convert it with openssl pkcs8 -topk8"
                            : file.path() + " does not match the certificate: that is of kind " + pair.getAlgorithm());
        }
    }

    private static byte[] decrypted(PemFile file, byte[] octets, KeyPassword password) throws TlsFault {
        if (!password.isPresent()) {
            throw new TlsFault("key_password", "must be given, since " + file.path() + " is encrypted");
        }
        try {
            EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(octets);
            // PBES2 (RFC 8018) hides its real name in the parameters.
            String name =
                    info.getAlgName().equals("PBES2") ? info.getAlgParameters().toString() : info.getAlgName();
            SecretKeyFactory keys = SecretKeyFactory.getInstance(name);
            Cipher cipher = Cipher.getInstance(name);
            cipher.init(
                    Cipher.DECRYPT_MODE,
                    keys.generateSecret(new PBEKeySpec(password.characters())),
                    info.getAlgParameters());
            return info.getKeySpec(cipher).getEncoded();
        } catch (GeneralSecurityException | IOException e) {
            throw new TlsFault("key_password", "does not open " + file.path());
        }
    }

    /** The algorithm field of the public key: for an elliptic curve it names the curve. */
    private static byte[] algorithm(PublicKey pair) {
        byte[] info = pair.getEncoded();
        int start = info[1] >= 0 ? 2 : 2 + (info[1] & 0x7f);
        byte[] algorithm = new byte[2 + info[start + 1]];
        System.arraycopy(info, start, algorithm, 0, algorithm.length);
        return algorithm;
    }

    private static byte[] wrapped(byte[] algorithm, byte[] key) {
        byte[] version = {2, 1, 0};
        return element(0x30, version, algorithm, element(0x04, key));
    }

    private static byte[] element(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        int length = content.size();
        if (length < 0x80) {
            out.write(length);
        } else {
            out.write(length < 0x100 ? 0x81 : 0x82);
            if (length >= 0x100) {
                out.write(length >> 8);
            }
            out.write(length & 0xff);
        }
        out.writeBytes(content.toByteArray());
        return out.toByteArray();
    }
}
