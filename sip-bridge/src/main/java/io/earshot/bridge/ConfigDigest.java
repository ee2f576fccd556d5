package io.earshot.bridge;

import io.earshot.bridge.config.BridgeConfig;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Tells configurations apart in records: alike settings, alike digest. Secrets play no part, as they cannot be printed. Stateless. */
final class ConfigDigest {
    private static final int BYTES = 6;

    private ConfigDigest() {}

    static String of(BridgeConfig config) {
        try {
            byte[] text = config.toString().getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text), 0, BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every platform has SHA-256", e);
        }
    }
}
