package io.earshot.tools.secrets;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.AlgorithmParameters;
import java.security.KeyStore;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * A certificate and its key, encrypted, as PEM files. Immutable.
 *
 * @param certificate file of the certificate
 * @param key file of the key
 */
record SealedKey(Path certificate, Path key) {
    private static final String PBE = "PBEWithHmacSHA256AndAES_256";
    private static final String STORE = "storepass";

    /** A new pair whose key opens with a password. */
    static SealedKey in(Path folder, String password) throws Exception {
        KeyStore store = store(folder.resolve("sealed.p12"));
        Cipher cipher = Cipher.getInstance(PBE);
        SecretKey seal = SecretKeyFactory.getInstance(PBE).generateSecret(new PBEKeySpec(password.toCharArray()));
        cipher.init(Cipher.ENCRYPT_MODE, seal);
        byte[] octets = cipher.doFinal(store.getKey("me", STORE.toCharArray()).getEncoded());
        AlgorithmParameters parameters = AlgorithmParameters.getInstance("PBES2");
        parameters.init(cipher.getParameters().getEncoded());
        byte[] sealed = new EncryptedPrivateKeyInfo(parameters, octets).getEncoded();
        return new SealedKey(
                pem(
                        folder.resolve("sealed.crt"),
                        "CERTIFICATE",
                        store.getCertificate("me").getEncoded()),
                pem(folder.resolve("sealed.key"), "ENCRYPTED PRIVATE KEY", sealed));
    }

    private static KeyStore store(Path file) throws Exception {
        Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        Process made = new ProcessBuilder(
                        keytool.toString(),
                        "-genkeypair",
                        "-alias",
                        "me",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        STORE)
                .redirectErrorStream(true)
                .start();
        String said = new String(made.getInputStream().readAllBytes(), US_ASCII);
        assertThat(made.waitFor()).as(said).isZero();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, STORE.toCharArray());
        }
        return store;
    }

    private static Path pem(Path file, String label, byte[] octets) throws Exception {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(octets);
        return Files.writeString(file, "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n");
    }
}
