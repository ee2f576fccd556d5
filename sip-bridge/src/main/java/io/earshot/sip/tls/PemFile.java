package io.earshot.sip.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file of PEM blocks (RFC 7468).
 *
 * @param setting the setting that names the file, for faults
 */
record PemFile(String setting, String path, List<Block> blocks) {
    private static final long LARGEST = 4 << 20;
    private static final Pattern BLOCK = Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----");

    /** One block: its label and what it holds, or no octets when that is no Base64. */
    @SuppressWarnings("ArrayRecordComponent")
    record Block(String label, String body) {
        byte[] octets(String setting) throws TlsFault {
            try {
                return Base64.getMimeDecoder().decode(body);
            } catch (IllegalArgumentException e) {
                throw new TlsFault(setting, "a block of the file is no Base64");
            }
        }

        @Override
        public String toString() {
            return "Block[" + label + "]";
        }
    }

    static PemFile read(String setting, String path) throws TlsFault {
        String text;
        try {
            if (Files.size(Path.of(path)) > LARGEST) {
                throw new TlsFault(setting, path + " is too large for a PEM file");
            }
            text = Files.readString(Path.of(path), StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            throw new TlsFault(setting, "there is no file " + path);
        } catch (TlsFault e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw new TlsFault(
                    setting, "cannot read " + path + " (" + e.getClass().getSimpleName() + ")");
        }
        List<Block> blocks = new ArrayList<>();
        for (Matcher block = BLOCK.matcher(text); block.find(); ) {
            blocks.add(new Block(block.group(1), block.group(2)));
        }
        if (blocks.isEmpty()) {
            throw new TlsFault(setting, path + " holds no PEM block (-----BEGIN ...-----)");
        }
        return new PemFile(setting, path, blocks);
    }

    /** The certificates, in the order of the file; at least one. */
    List<X509Certificate> certificates() throws TlsFault {
        List<X509Certificate> certificates = new ArrayList<>();
        for (Block block : blocks) {
            if (block.label().endsWith("CERTIFICATE")) {
                certificates.add(certificate(block.octets(setting)));
            }
        }
        if (certificates.isEmpty()) {
            throw new TlsFault(setting, path + " holds no certificate");
        }
        return certificates;
    }

    private X509Certificate certificate(byte[] der) throws TlsFault {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        } catch (CertificateException e) {
            throw new TlsFault(setting, path + " holds a certificate that cannot be read");
        }
    }
}
