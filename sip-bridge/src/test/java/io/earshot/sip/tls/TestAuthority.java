package io.earshot.sip.tls;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate authority of a test, which writes PEM files into a directory. */
public final class TestAuthority {
    private static long serial = System.nanoTime();

    private final Path directory;
    private final KeyPair keys = keys("EC");
    private final X509Certificate certificate;

    public TestAuthority(Path directory, String name) throws Exception {
        this.directory = directory;
        this.certificate = signed("CN=" + name, keys, "CN=" + name, keys.getPrivate(), "", validFor(30), true);
        write(name + ".pem", pem("CERTIFICATE", certificate.getEncoded()));
    }

    /** The file of its certificate. */
    public String ca() {
        return directory
                .resolve(certificate.getSubjectX500Principal().getName().substring(3) + ".pem")
                .toString();
    }

    /** A certificate for these names ({@code dns:…}, {@code ip:…}, {@code uri:…}), and its key, as {@code file}.pem and .key. */
    public TlsConfig issue(String file, String names) throws Exception {
        return issue(file, names, "EC", validFor(30));
    }

    /** The same with another kind of key or time. */
    public TlsConfig issue(String file, String names, String kind, Instant[] validity) throws Exception {
        KeyPair own = keys(kind);
        X509Certificate issued = signed(
                "CN=" + file,
                own,
                certificate.getSubjectX500Principal().getName(),
                keys.getPrivate(),
                names,
                validity,
                false);
        write(file + ".key", pem("PRIVATE KEY", own.getPrivate().getEncoded()));
        String chain = pem("CERTIFICATE", issued.getEncoded()) + pem("CERTIFICATE", certificate.getEncoded());
        return TlsConfig.defaults().withCertificate(0, write(file + ".pem", chain), path(file + ".key"));
    }

    public static Instant[] validFor(long days) {
        Instant now = Instant.now();
        Instant end = now.plus(Duration.ofDays(days));
        return new Instant[] {(days < 0 ? end : now).minus(Duration.ofDays(2)), end};
    }

    private static KeyPair keys(String kind) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(kind);
        generator.initialize(kind.equals("EC") ? 256 : 2048);
        return generator.generateKeyPair();
    }

    private static synchronized X509Certificate signed(
            String subject, KeyPair own, String issuer, PrivateKey signer, String names, Instant[] validity, boolean ca)
            throws Exception {
        X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                new X500Name(issuer),
                BigInteger.valueOf(serial++),
                Date.from(validity[0]),
                Date.from(validity[1]),
                new X500Name(subject),
                own.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(ca));
        List<GeneralName> alternatives = new ArrayList<>();
        for (String name : names.isEmpty() ? new String[0] : names.split(" ")) {
            int colon = name.indexOf(':');
            int tag = switch (name.substring(0, colon)) {
                case "dns" -> GeneralName.dNSName;
                case "ip" -> GeneralName.iPAddress;
                default -> GeneralName.uniformResourceIdentifier;
            };
            alternatives.add(new GeneralName(tag, name.substring(colon + 1)));
        }
        if (!alternatives.isEmpty()) {
            builder.addExtension(
                    Extension.subjectAlternativeName,
                    false,
                    new GeneralNames(alternatives.toArray(GeneralName[]::new)));
        }
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(signer)));
    }

    static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + label + "-----\n";
    }

    String path(String file) {
        return directory.resolve(file).toString();
    }

    String write(String file, String text) throws IOException {
        return Files.writeString(directory.resolve(file), text, StandardCharsets.ISO_8859_1)
                .toString();
    }
}
