package io.earshot.tools.secrets;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** Secrets that must turn up nowhere, plain or in base64, hexadecimal or URL encoding. Immutable. */
final class Canaries {
    private final List<String> shapes = new ArrayList<>();

    Canaries(String... secrets) {
        for (String secret : secrets) {
            byte[] octets = secret.getBytes(UTF_8);
            shapes.add(secret);
            shapes.add(URLEncoder.encode(secret, UTF_8));
            shapes.add(HexFormat.of().formatHex(octets));
            shapes.add(HexFormat.of().formatHex(octets).toUpperCase(Locale.ROOT));
            addBase64(octets);
        }
    }

    /** Base64 of a text that holds the secret at any place: of three shifts, the characters that depend on the secret alone. */
    private void addBase64(byte[] secret) {
        for (int shift = 0; shift < 3; shift++) {
            byte[] shifted = new byte[shift + secret.length];
            System.arraycopy(secret, 0, shifted, shift, secret.length);
            int from = shift == 0 ? 0 : shift + 1;
            int whole = shifted.length / 3 * 4;
            shapes.add(Base64.getEncoder().encodeToString(shifted).substring(from, whole));
            shapes.add(Base64.getUrlEncoder().encodeToString(shifted).substring(from, whole));
        }
    }

    /** The shapes found in a text, each with a little of what is around it. */
    List<String> in(String text) {
        List<String> found = new ArrayList<>();
        for (String shape : shapes) {
            int at = text.indexOf(shape);
            if (at >= 0) {
                found.add(text.substring(Math.max(0, at - 120), Math.min(text.length(), at + shape.length() + 20)));
            }
        }
        return found;
    }
}
