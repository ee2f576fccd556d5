package io.earshot.sip.digest;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Answers a trunk's challenges to the requests of one call or registration (RFC 3261 section 22, RFC 7616, RFC 8760), without sockets. It
 * answers no realm but the trunk's, so that nobody else can have a proof made; and one request is proved once, and once more only when
 * the nonce was too old, so that a wrong password is not tried again and again. Confined to its owner's thread.
 */
public final class DigestClient {
    private static final int CNONCE_BYTES = 16;

    private final DigestAccount account;
    private final RandomGenerator random;
    private String realm;
    private @Nullable DigestChallenge current;
    private String field = "";
    private String cnonce = "";
    private long count;

    /** Where a challenge came from. */
    public enum Source {
        /** From the trunk's own address, to an INVITE or REGISTER of ours: it may tell the realm. */
        TRUNK,
        /** From the trunk's own address, inside a dialog: it may only name the realm that is known. */
        DIALOG,
        /** From anywhere else: it is never answered. */
        STRANGER
    }

    /** What is done about a challenge. */
    public sealed interface Answer {
        /** The request is sent again with this field. */
        record Proved(DigestProof proof) implements Answer {}

        /** It is not sent again. */
        record Refused(Refusal why) implements Answer {}
    }

    /** Why a challenge is not answered. */
    public enum Refusal {
        /** The proof was not taken. */
        CREDENTIALS_REFUSED("the trunk refuses this user and password"),
        /** Somebody asks for the proof who is not the trunk. */
        FOREIGN_REALM("the challenge names a realm that is not the trunk's"),
        /** No challenge that we know an answer to. */
        UNSUPPORTED("the trunk asks for a kind of proof that is not known here");

        private final String words;

        Refusal(String words) {
            this.words = words;
        }

        /** For people. */
        public String words() {
            return words;
        }
    }

    /** A client that has seen no challenge. */
    public DigestClient(DigestAccount account, RandomGenerator random) {
        this.account = account;
        this.random = random;
        this.realm = account.realm();
    }

    /** Whose challenges are answered; empty while the trunk has not said. */
    public String realm() {
        return realm;
    }

    /** The algorithm of the last challenge that was answered; empty before. */
    public String algorithm() {
        return current == null ? "" : current.algorithm();
    }

    /** Begins a request, which may be challenged. */
    public Request request(String method, String uri) {
        return new Request(method, uri);
    }

    /** One request of ours with its challenges. Confined to its owner's thread. */
    public final class Request {
        private final String method;
        private final String uri;
        private boolean proved;
        private boolean staleProved;

        private Request(String method, String uri) {
            this.method = method;
            this.uri = uri;
        }

        /** A proof with the nonce of an earlier challenge, counted on; empty without one that counts. */
        public Optional<DigestProof> ahead() {
            DigestChallenge known = current;
            return known == null || !known.auth()
                    ? Optional.empty()
                    : Optional.of(new DigestProof(field, value(known, method, uri)));
        }

        /**
         * The answer to a 401 or 407.
         *
         * @param status 401 or 407
         * @param challenges values of WWW-Authenticate or Proxy-Authenticate
         */
        public Answer on(int status, List<String> challenges, Source source) {
            if (source == Source.STRANGER) {
                return new Answer.Refused(Refusal.FOREIGN_REALM);
            }
            List<String> ours =
                    challenges.stream().filter(it -> answerable(it, source)).toList();
            Optional<DigestChallenge> best = DigestChallenge.best(ours);
            if (best.isEmpty()) {
                boolean known = challenges.stream()
                        .anyMatch(it -> DigestChallenge.parse(it).isPresent());
                return new Answer.Refused(known ? Refusal.FOREIGN_REALM : Refusal.UNSUPPORTED);
            }
            return once(best.get())
                    ? new Answer.Proved(prove(status, best.get()))
                    : new Answer.Refused(Refusal.CREDENTIALS_REFUSED);
        }

        private boolean answerable(String challenge, Source source) {
            return DigestChallenge.parse(challenge)
                    .filter(it -> realm.isEmpty()
                            ? source == Source.TRUNK
                            : it.realm().equals(realm))
                    .isPresent();
        }

        /** Once, and once more with another nonce when only the first one's age was wrong. */
        private boolean once(DigestChallenge challenge) {
            if (!proved) {
                proved = true;
                return true;
            }
            boolean again = challenge.stale()
                    && !staleProved
                    && (current == null || !current.nonce().equals(challenge.nonce()));
            staleProved = true;
            return again;
        }

        private DigestProof prove(int status, DigestChallenge challenge) {
            realm = challenge.realm();
            current = challenge;
            field = status == 407 ? "Proxy-Authorization" : "Authorization";
            cnonce = token();
            count = 0;
            return new DigestProof(field, value(challenge, method, uri));
        }
    }

    private String value(DigestChallenge challenge, String method, String uri) {
        return value(challenge, account, method, uri, cnonce, ++count);
    }

    /**
     * The value of Authorization or Proxy-Authorization (RFC 7616 section 3.4).
     *
     * @param cnonce the client's nonce
     * @param count how often the server's nonce was used, this time included
     */
    static String value(
            DigestChallenge challenge, DigestAccount account, String method, String uri, String cnonce, long count) {
        DigestHash hash = challenge.hash();
        String user = account.username() + ':' + challenge.realm();
        String key = hash.hex(user + ':' + account.password().reveal());
        String a1 = challenge.session() ? hash.hex(key + ':' + challenge.nonce() + ':' + cnonce) : key;
        String nc = "%08x".formatted(count);
        String middle = challenge.auth() ? nc + ':' + cnonce + ":auth:" : "";
        String response = hash.hex(a1 + ':' + challenge.nonce() + ':' + middle + hash.hex(method + ':' + uri));
        String name = challenge.userhash() ? hash.hex(user) : account.username();
        return "Digest username=" + DigestFields.quoted(name) + ", realm=" + DigestFields.quoted(challenge.realm())
                + ", nonce=" + DigestFields.quoted(challenge.nonce()) + ", uri=" + DigestFields.quoted(uri)
                + ", response=\"" + response + "\", algorithm=" + challenge.algorithm()
                + (challenge.auth() ? ", qop=auth, nc=" + nc + ", cnonce=" + DigestFields.quoted(cnonce) : "")
                + (challenge.opaque().isEmpty() ? "" : ", opaque=" + DigestFields.quoted(challenge.opaque()))
                + (challenge.userhash() ? ", userhash=true" : "");
    }

    private String token() {
        byte[] octets = new byte[CNONCE_BYTES];
        random.nextBytes(octets);
        return HexFormat.of().formatHex(octets);
    }
}
