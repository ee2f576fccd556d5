package io.earshot.sip.digest;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Asks callers who they are and checks what they answer. A proof is taken once: its nonce expires, and each count of a
 * nonce is good for one request. Thread-safe because the book of nonces is.
 */
public final class DigestGuard {
    /** How long a nonce is taken, seconds. */
    public static final int NONCE_SECONDS = 60;

    private static final int REMEMBERED = 10_000;

    private final List<DigestAlgorithm> algorithms;
    private final NonceBook nonces = new NonceBook(NONCE_SECONDS, REMEMBERED, new SecureRandom());

    /** What came of checking. */
    public enum Verdict {
        /** It is them. */
        PROVED,
        /** Nothing usable was sent: challenge. */
        MISSING,
        /** The proof is right but its nonce is old or not of this process: challenge with {@code stale=true}. */
        STALE,
        /** The proof was used before. */
        REPLAYED,
        /** Other user, other realm or wrong password. */
        WRONG
    }

    /**
     * A guard.
     *
     * @param algorithms what proofs may be made with, best first
     */
    public DigestGuard(List<DigestAlgorithm> algorithms) {
        this.algorithms = List.copyOf(algorithms);
    }

    /**
     * The values of WWW-Authenticate or Proxy-Authenticate, one for each algorithm, best first.
     *
     * @param stale whether the client's proof was right but too old, so that it need not ask its user again
     */
    public List<String> challenges(String realm, boolean stale, long nowSeconds) {
        List<String> values = new ArrayList<>();
        for (DigestAlgorithm algorithm : algorithms) {
            values.add("Digest realm=\"%s\", nonce=\"%s\", algorithm=%s, qop=\"auth\"%s"
                    .formatted(
                            quoted(realm), nonces.issue(nowSeconds), algorithm.token(), stale ? ", stale=true" : ""));
        }
        return values;
    }

    /**
     * Checks the proofs of a request. The digest-uri is not compared with the Request-URI: proxies on the way rewrite that one
     * (RFC 7616 section 3.4.6), and a proof is good for one request anyway.
     *
     * @param sent values of Authorization or Proxy-Authorization
     * @param method of the request
     */
    public Verdict check(
            List<String> sent, String method, String realm, String username, String password, long nowSeconds) {
        Verdict verdict = Verdict.MISSING;
        for (String value : sent) {
            Optional<DigestCredentials> credentials = DigestCredentials.parse(value);
            if (credentials.isPresent()
                    && credentials.get().realm().equals(realm)
                    && algorithms.contains(credentials.get().algorithm())) {
                verdict = check(credentials.get(), method, username, password, nowSeconds);
                if (verdict == Verdict.PROVED) {
                    return verdict;
                }
            }
        }
        return verdict;
    }

    private Verdict check(
            DigestCredentials credentials, String method, String username, String password, long nowSeconds) {
        boolean known = DigestCredentials.same(credentials.username(), username);
        if (!credentials.provedBy(password, method) || !known) {
            return Verdict.WRONG;
        }
        if (!nonces.valid(credentials.nonce(), nowSeconds)) {
            return Verdict.STALE;
        }
        return nonces.use(credentials.nonce(), credentials.count()) ? Verdict.PROVED : Verdict.REPLAYED;
    }

    private static String quoted(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"");
    }
}
