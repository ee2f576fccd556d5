package io.earshot.bridge.http;

import io.earshot.bridge.config.HttpConfig;
import io.earshot.bridge.config.HttpTokens;
import io.earshot.bridge.config.Secret;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Judges whether whoever asks may. Tokens are compared in a time that tells nothing of them. Thread-safe because it keeps nothing
 * that changes.
 */
final class AccessControl {
    private static final String SCHEME = "bearer ";

    private final Supplier<HttpTokens> tokens;
    private final AccessRules rules;
    private final boolean certificates;
    private final boolean localOnly;

    /** What came of judging. */
    enum Verdict {
        MAY,
        /** 401. */
        UNKNOWN,
        /** 403. */
        NOT_ENOUGH,
        /** 403: no certificate was shown. */
        NO_CERTIFICATE,
        /** 421: a browser was led here under another name. */
        FOREIGN_HOST
    }

    /**
     * Access to a listener.
     *
     * @param tokens those in force, asked at every request
     */
    AccessControl(HttpConfig config, Supplier<HttpTokens> tokens, AccessRules rules) {
        this.tokens = tokens;
        this.rules = rules;
        this.certificates = !config.tls().clientCa().isEmpty();
        this.localOnly = HttpConfig.loopback(config.host());
    }

    /**
     * Judges a request.
     *
     * @param prefix of the resource
     * @param certified whether the client showed a certificate that we trust
     */
    Verdict judge(String prefix, String method, HttpHeaders headers, boolean certified) {
        Access needed = rules.of(prefix, method);
        if (needed == Access.OPEN) {
            return Verdict.MAY;
        }
        if (certificates && !certified) {
            return Verdict.NO_CERTIFICATE;
        }
        HttpTokens known = tokens.get();
        if (!known.given()) {
            // Nothing but the address protects the listener: a page in a browser must not reach it by a name of its
            // own.
            boolean foreign = localOnly && !certificates && !local(headers.get(HttpHeaderNames.HOST));
            return foreign ? Verdict.FOREIGN_HOST : Verdict.MAY;
        }
        return allowed(known, needed, headers.get(HttpHeaderNames.AUTHORIZATION));
    }

    private static Verdict allowed(HttpTokens known, Access needed, @Nullable String authorization) {
        if (authorization == null || !authorization.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
            return Verdict.UNKNOWN;
        }
        byte[] shown = digest(authorization.substring(SCHEME.length()).strip());
        boolean admin = holds(known.admin(), shown);
        boolean reader = holds(known.metrics(), shown);
        if (admin || (reader && needed == Access.READ)) {
            return Verdict.MAY;
        }
        return reader ? Verdict.NOT_ENOUGH : Verdict.UNKNOWN;
    }

    /** Compares with every token, also after one has matched. */
    private static boolean holds(List<Secret> secrets, byte[] shown) {
        boolean found = false;
        for (Secret secret : secrets) {
            found |= MessageDigest.isEqual(digest(secret.reveal()), shown);
        }
        return found;
    }

    /** Digests are of one length, so that comparing them does not tell a token's. */
    private static byte[] digest(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static boolean local(@Nullable String host) {
        if (host == null) {
            return true;
        }
        String name = host.replaceFirst(":[0-9]{1,5}$", "").toLowerCase(Locale.ROOT);
        return name.equals("localhost") || name.startsWith("[") || name.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
    }
}
