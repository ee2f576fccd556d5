package io.earshot.ai.provider.ws;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.concurrent.ThreadLocalRandom;

/** The nonce of an opening handshake and the answer that proves the peer read it (RFC 6455 section 4.1). Immutable. */
record HandshakeKey(String nonce, String accept) {
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    /** A key with a random nonce: it only tells one handshake from another and guards no secret. */
    static HandshakeKey random() {
        byte[] octets = new byte[16];
        ThreadLocalRandom.current().nextBytes(octets);
        return of(Base64.getEncoder().encodeToString(octets));
    }

    static HandshakeKey of(String nonce) {
        try {
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            byte[] digest = sha1.digest((nonce + GUID).getBytes(StandardCharsets.US_ASCII));
            return new HandshakeKey(nonce, Base64.getEncoder().encodeToString(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }
}
