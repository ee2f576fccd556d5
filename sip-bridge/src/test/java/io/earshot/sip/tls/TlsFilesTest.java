package io.earshot.sip.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PKCS8Generator;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What PEM files may hold, and how each fault of theirs is named. */
class TlsFilesTest {

    @TempDir
    Path directory;

    private TestAuthority authority;

    @BeforeEach
    void makeAuthority() throws Exception {
        authority = new TestAuthority(directory, "ca");
    }

    private List<String> faults(TlsConfig config) {
        return TlsKeeper.faults(config).stream().map(TlsFault::getMessage).toList();
    }

    private byte[] der(String file) throws Exception {
        String text = Files.readString(directory.resolve(file));
        return Base64.getMimeDecoder().decode(text.replaceAll("-----[^-]+-----", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"EC", "RSA"})
    void shouldTakeKeysInTheirOwnFormat(String kind) throws Exception {
        TlsConfig config = authority.issue("own", "dns:sip.example.com", kind, TestAuthority.validFor(30));
        assertThat(faults(config)).isEmpty();

        byte[] inner = PrivateKeyInfo.getInstance(der("own.key"))
                .parsePrivateKey()
                .toASN1Primitive()
                .getEncoded();
        authority.write("own.key", TestAuthority.pem(kind + " PRIVATE KEY", inner));
        assertThat(faults(config)).isEmpty();
    }

    @Test
    void shouldOpenEncryptedKeyWithItsPasswordAlone() throws Exception {
        TlsConfig plain = authority.issue("own", "dns:sip.example.com");
        PrivateKey key = KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der("own.key")));
        byte[] sealed = new JcaPKCS8Generator(
                        key,
                        new JceOpenSSLPKCS8EncryptorBuilder(PKCS8Generator.AES_256_CBC)
                                .setProvider(new BouncyCastleProvider())
                                .setPRF(PKCS8Generator.PRF_HMACSHA256)
                                .setPassword("open".toCharArray())
                                .build())
                .generate()
                .getContent();
        authority.write("own.key", TestAuthority.pem("ENCRYPTED PRIVATE KEY", sealed));

        assertThat(faults(plain)).singleElement().asString().startsWith("sip.tls.key_password: must be given");
        assertThat(faults(with(plain, "shut")))
                .singleElement()
                .asString()
                .startsWith("sip.tls.key_password: does not open");
        assertThat(faults(with(plain, "open"))).isEmpty();
        assertThat(with(plain, "open").toString()).doesNotContain("open");
    }

    private static TlsConfig with(TlsConfig config, String password) {
        return new TlsConfig(
                0,
                config.certificate(),
                config.key(),
                new KeyPassword(password),
                TlsConfig.Version.TLS_1_2,
                TlsConfig.ClientCertificates.NONE,
                "",
                List.of(),
                TlsConfig.ServerCheck.NAME,
                "",
                Duration.ofSeconds(5),
                8,
                8,
                Duration.ZERO);
    }

    @Test
    void shouldNameEachFault() throws Exception {
        TlsConfig own = authority.issue("own", "dns:sip.example.com");
        TlsConfig other = authority.issue("other", "dns:sip.example.com");
        TlsConfig rsa = authority.issue("rsa", "dns:sip.example.com", "RSA", TestAuthority.validFor(30));
        authority.write("text.pem", "no PEM at all");
        authority.write("broken.pem", TestAuthority.pem("CERTIFICATE", new byte[] {1, 2, 3}));
        String chain = Files.readString(Path.of(own.certificate()));
        String leaf = chain.substring(0, chain.indexOf("-----END CERTIFICATE-----") + 26);
        authority.write("turned.pem", chain.substring(leaf.length()) + leaf);

        assertThat(faults(own.withCertificate(0, own.certificate(), other.key())))
                .containsExactly(
                        "sip.tls.key: " + other.key() + " does not match the certificate in " + own.certificate());
        assertThat(faults(own.withCertificate(0, own.certificate(), rsa.key())))
                .singleElement()
                .asString()
                .contains("does not match the certificate: that is of kind EC");
        assertThat(faults(own.withCertificate(0, authority.path("none.pem"), own.key())))
                .singleElement()
                .asString()
                .startsWith("sip.tls.certificate: there is no file");
        assertThat(faults(own.withCertificate(0, authority.path("text.pem"), own.key())))
                .singleElement()
                .asString()
                .contains("holds no PEM block");
        assertThat(faults(own.withCertificate(0, authority.path("broken.pem"), own.key())))
                .singleElement()
                .asString()
                .contains("cannot be read");
        assertThat(faults(own.withCertificate(0, own.key(), own.key())))
                .singleElement()
                .asString()
                .contains("holds no certificate");
        assertThat(faults(own.withCertificate(0, own.certificate(), own.certificate())))
                .singleElement()
                .asString()
                .contains("holds no private key");
        assertThat(faults(own.withCertificate(0, authority.path("turned.pem"), own.key())))
                .singleElement()
                .asString()
                .contains("did not sign the one before it");
        assertThat(faults(own.withServers(TlsConfig.ServerCheck.NAME, authority.path("text.pem"))
                        .withClients(TlsConfig.ClientCertificates.WANTED, authority.path("none.pem"), List.of())))
                .hasSize(2);
    }

    @Test
    void shouldKeepFormerFilesWhenNewOnesCannotBeUsed() throws Exception {
        TlsConfig own = authority.issue("own", "dns:sip.example.com");
        TlsConfig later = authority.issue("later", "dns:sip.example.com", "EC", TestAuthority.validFor(60));
        try (TlsKeeper keeper = TlsKeeper.open(own)) {
            Instant expiry = keeper.expiry();
            Files.copy(
                    Path.of(later.certificate()),
                    Path.of(own.certificate()),
                    java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            touch(own.certificate(), 1);
            keeper.check();
            assertThat(keeper.fault()).contains("does not match");
            assertThat(keeper.expiry()).isEqualTo(expiry);
            assertThat(keeper.counters().reloads(false)).isEqualTo(1);

            keeper.check();
            assertThat(keeper.counters().reloads(false))
                    .as("the same files again")
                    .isEqualTo(1);

            Files.copy(Path.of(later.key()), Path.of(own.key()), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            touch(own.key(), 2);
            keeper.check();
            assertThat(keeper.fault()).isNull();
            assertThat(keeper.expiry()).isAfter(expiry);
            assertThat(keeper.counters().reloads(true)).isEqualTo(1);
        }
    }

    private static void touch(String path, int secondsOn) throws Exception {
        Files.setLastModifiedTime(Path.of(path), FileTime.from(Instant.now().plusSeconds(secondsOn)));
    }

    @Test
    void shouldTellWhomCertificatesName() {
        List<String> names = List.of("sip.example.com", "*.trunk.example.com", "192.0.2.7", "2001:db8:0:0:0:0:0:1");
        assertThat(CertificateNames.cover(names, "SIP.example.com")).isTrue();
        assertThat(CertificateNames.cover(names, "sip.example.com.")).isTrue();
        assertThat(CertificateNames.cover(names, "a.trunk.example.com")).isTrue();
        assertThat(CertificateNames.cover(names, "a.b.trunk.example.com")).isFalse();
        assertThat(CertificateNames.cover(names, "trunk.example.com")).isFalse();
        assertThat(CertificateNames.cover(names, "192.0.2.7")).isTrue();
        assertThat(CertificateNames.cover(names, "192.0.2.8")).isFalse();
        assertThat(CertificateNames.cover(List.of("*.com", "*.0.2.7"), "192.0.2.7"))
                .isFalse();
        assertThat(CertificateNames.cover(List.of("*.com"), "example.com")).isFalse();
        assertThat(CertificateNames.cover(List.of(), "example.com")).isFalse();
    }
}
