package io.earshot.tools.serve;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate authority of a test; what it makes are PEM files in its folder. Confined to the test's thread. */
public final class Certificates {
    private static final Duration OVERLAP = Duration.ofDays(2);

    private final Path folder;
    private final String name;
    private final KeyPair keys = pair();
    private int serial = 1;

    /** An authority called {@code name}. */
    public Certificates(Path folder, String name) throws Exception {
        this.folder = folder;
        this.name = name;
        write(
                authority(),
                pem("CERTIFICATE", sign(name, keys, keys.getPrivate(), 30, true).getEncoded()));
    }

    /**
     * A certificate and its key.
     *
     * @param certificate our own, and the authority's after it
     * @param key PKCS #8
     */
    public record Issued(Path certificate, Path key) {
        /** Both in one file, as some programs have it. */
        public Path together() throws IOException {
            return Files.writeString(
                    certificate.resolveSibling(certificate.getFileName() + ".both"),
                    Files.readString(key) + Files.readString(certificate));
        }

        /** Settings of a bridge that listens with it on any free port. */
        public String[] listening() {
            return new String[] {"sip.tls.port=0", "sip.tls.certificate=" + certificate, "sip.tls.key=" + key};
        }
    }

    /** The file of the authority's own certificate. */
    public Path authority() {
        return folder.resolve(name + "-ca.pem");
    }

    /** Issues one for DNS names and IP addresses, good for so many days from now; it is over when they are negative. */
    public Issued issue(String file, int days, String... names) throws Exception {
        KeyPair own = pair();
        X509Certificate issued = sign(file, own, keys.getPrivate(), days, false, names);
        Path key = folder.resolve(file + ".key");
        write(key, pem("PRIVATE KEY", own.getPrivate().getEncoded()));
        Path chain = folder.resolve(file + ".pem");
        write(chain, pem("CERTIFICATE", issued.getEncoded()) + Files.readString(authority()));
        return new Issued(chain, key);
    }

    /** The same, good for a month. */
    public Issued issue(String file, String... names) throws Exception {
        return issue(file, 30, names);
    }

    private X509Certificate sign(
            String subject, KeyPair own, PrivateKey signer, int days, boolean authority, String... names)
            throws Exception {
        Instant end = Instant.now().plus(Duration.ofDays(days));
        Instant begin = (days < 0 ? end : Instant.now()).minus(OVERLAP);
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                new X500Name("CN=" + name),
                BigInteger.valueOf(serial++),
                Date.from(begin),
                Date.from(end),
                new X500Name("CN=" + subject),
                own.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
        if (names.length > 0) {
            builder.addExtension(Extension.subjectAlternativeName, false, alternatives(names));
        }
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(signer)));
    }

    private static GeneralNames alternatives(String... names) {
        return new GeneralNames(Stream.of(names)
                .map(each -> new GeneralName(
                        Character.isDigit(each.charAt(0)) ? GeneralName.iPAddress : GeneralName.dNSName, each))
                .toArray(GeneralName[]::new));
    }

    private static KeyPair pair() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + label + "-----\n";
    }

    private static void write(Path file, String text) throws IOException {
        Files.writeString(file, text, StandardCharsets.US_ASCII);
    }
}
