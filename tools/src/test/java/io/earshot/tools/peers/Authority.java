package io.earshot.tools.peers;

import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Somebody who signs certificates, as PEM files in a folder. Confined to the test's thread. */
final class Authority {
    private static final String OURS = "CN=Authority";

    private final Path folder;
    private final KeyPair keys = keys();
    private final X509Certificate certificate;
    private long serial = 1;

    Authority(Path folder) throws Exception {
        this.folder = folder;
        Instant now = Instant.now();
        certificate =
                signed(OURS, keys, new GeneralName[0], now.minus(Duration.ofDays(90)), now.plus(Duration.ofDays(90)));
        Files.writeString(ca(), pem("CERTIFICATE", certificate.getEncoded()));
    }

    /** Its own certificate. */
    Path ca() {
        return folder.resolve("authority.pem");
    }

    /** A certificate for 127.0.0.1 and {@code trunk.names.invalid}, good for 30 days; its key is {@link #key}. */
    Path issue(String name) throws Exception {
        return issue(
                name, Instant.now().minus(Duration.ofDays(1)), Instant.now().plus(Duration.ofDays(30)));
    }

    /** The same for another time. */
    Path issue(String name, Instant from, Instant until) throws Exception {
        KeyPair own = keys();
        GeneralName[] names = {
            new GeneralName(GeneralName.iPAddress, "127.0.0.1"),
            new GeneralName(GeneralName.dNSName, "trunk.names.invalid")
        };
        X509Certificate issued = signed("CN=" + name, own, names, from, until);
        Files.writeString(key(name), pem("PRIVATE KEY", own.getPrivate().getEncoded()));
        return Files.writeString(folder.resolve(name + ".pem"), pem("CERTIFICATE", issued.getEncoded()));
    }

    /** The key of a certificate. */
    Path key(String name) {
        return folder.resolve(name + ".key");
    }

    /** Trusts whom this authority signed, and nobody else. */
    SSLContext trust() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("ca", certificate);
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        return context;
    }

    private X509Certificate signed(String subject, KeyPair own, GeneralName[] names, Instant from, Instant until)
            throws Exception {
        X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                new X500Name(OURS),
                BigInteger.valueOf(serial++),
                Date.from(from),
                Date.from(until),
                new X500Name(subject),
                own.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(subject.equals(OURS)));
        if (names.length > 0) {
            builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
        }
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
    }

    private static KeyPair keys() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        return generator.generateKeyPair();
    }

    private static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + label + "-----\n";
    }
}
