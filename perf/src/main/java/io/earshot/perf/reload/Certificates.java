package io.earshot.perf.reload;

import io.earshot.perf.load.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Makes certificates with the JDK's keytool, as PEM files that the bridge reads. Blocks. */
final class Certificates {
    private static final char[] PASSWORD = "changeit".toCharArray();
    private static final String ALIAS = "bridge";
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

    private Certificates() {}

    /** Writes {@code NAME.pem} and {@code NAME.key} into the directory. */
    static void write(Installation installation, Path directory, String name) throws IOException, InterruptedException {
        Path store = directory.resolve(name + ".p12");
        Files.deleteIfExists(store);
        keytool(installation, store);
        try {
            KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD);
            pem(
                    directory.resolve(name + ".pem"),
                    "CERTIFICATE",
                    keys.getCertificate(ALIAS).getEncoded());
            pem(
                    directory.resolve(name + ".key"),
                    "PRIVATE KEY",
                    keys.getKey(ALIAS, PASSWORD).getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IOException("keytool's store cannot be read", e);
        }
    }

    private static void keytool(Installation installation, Path store) throws IOException, InterruptedException {
        List<String> command = List.of(
                installation.tool("keytool"),
                "-genkeypair",
                "-alias",
                ALIAS,
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                new String(PASSWORD));
        Process made = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!made.waitFor(60, TimeUnit.SECONDS) || made.exitValue() != 0) {
            made.destroyForcibly();
            throw new IOException("keytool made no certificate");
        }
    }

    private static void pem(Path file, String type, byte[] content) throws IOException {
        Files.writeString(
                file,
                "-----BEGIN " + type + "-----\n" + LINES.encodeToString(content) + "\n-----END " + type + "-----\n");
    }
}
