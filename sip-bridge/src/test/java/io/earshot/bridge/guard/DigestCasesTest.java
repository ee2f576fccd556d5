package io.earshot.bridge.guard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a trunk with a password takes for a proof and what it does not, over real SIP (RFC 3261 section 22, RFC 7616, RFC 8760). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DigestCasesTest {
    private static final String USER = "office";
    private static final String PASSWORD = "open sesame";

    private GuardedBridge bridge;

    @BeforeAll
    void open() throws Exception {
        bridge = new GuardedBridge(
                "guard.trunks=[{name: office, addresses: [127.0.0.2], username: " + USER + ", password: '" + PASSWORD
                        + "', realm: earshot}]",
                "guard.bans.enabled=false");
    }

    @AfterAll
    void close() {
        bridge.close();
    }

    /** Makes the header field of a request from what its fields would be, and says what it is answered with. */
    private record Case(String name, UnaryOperator<Map<String, String>> change, int status) {
        Arguments asArguments() {
            return Arguments.of(name, change, status);
        }
    }

    /** Fields that are changed before the proof is made: it is right for what it says. */
    private static Case said(String name, int status, String... changes) {
        return new Case(name, fields -> proved(with(fields, changes), PASSWORD), status);
    }

    /** Fields that are changed after the proof was made. */
    private static Case forged(String name, int status, String... changes) {
        return new Case(name, fields -> with(proved(fields, PASSWORD), changes), status);
    }

    private static Map<String, String> with(Map<String, String> fields, String... changes) {
        Map<String, String> changed = new LinkedHashMap<>(fields);
        for (int i = 0; i < changes.length; i += 2) {
            if (changes[i + 1].isEmpty()) {
                changed.remove(changes[i]);
            } else {
                changed.put(changes[i], changes[i + 1]);
            }
        }
        return changed;
    }

    static Stream<Arguments> cases() {
        String later = "\"" + "A".repeat(43) + "\"";
        return Stream.of(
                        said("right, SHA-256", 200),
                        said("right, MD5", 200, "algorithm", "MD5"),
                        said("right, algorithm in lower case", 200, "algorithm", "sha-256"),
                        said("right, no algorithm means MD5", 200, "algorithm", ""),
                        said("right, qop quoted", 200, "qop", "\"auth\""),
                        said("right, as in RFC 2069", 200, "qop", "", "nc", "", "cnonce", ""),
                        said("right, count begins above one", 200, "nc", "0000000a"),
                        said("right, unknown parameters besides", 200, "opaque", "\"x\"", "extra", "1"),
                        said("other algorithm", 407, "algorithm", "SHA-512-256"),
                        said("session algorithm that was not offered", 407, "algorithm", "SHA-256-sess"),
                        said("algorithm that nobody knows", 407, "algorithm", "ROT13"),
                        said("other realm", 407, "realm", "\"elsewhere\""),
                        said("realm in other letters", 407, "realm", "\"Earshot\""),
                        said("qop that was not offered", 407, "qop", "auth-int"),
                        said("qop without cnonce", 407, "cnonce", ""),
                        said("qop without count", 407, "nc", ""),
                        said("count too short", 407, "nc", "1"),
                        said("count not hexadecimal", 407, "nc", "0000000g"),
                        said("nonce that was made up", 407, "nonce", later),
                        forged("nonce changed", 403, "nonce", later),
                        forged("count changed", 403, "nc", "00000002"),
                        forged("cnonce changed", 403, "cnonce", "\"d\""),
                        forged("uri changed", 403, "uri", "\"sip:900@127.0.0.1\""),
                        forged("user changed", 403, "username", "\"root\""),
                        said("user unknown", 403, "username", "\"root\""),
                        forged("proof of nothing", 403, "response", "\"" + "0".repeat(64) + "\""),
                        forged("proof empty", 403, "response", "\"\""),
                        forged("proof missing", 407, "response", ""),
                        forged("user missing", 407, "username", ""),
                        forged("nonce missing", 407, "nonce", ""),
                        forged("uri missing", 407, "uri", ""),
                        new Case("wrong password", fields -> proved(fields, "guess"), 403),
                        new Case("no password", fields -> proved(fields, ""), 403),
                        new Case("proof of another method", fields -> proved(fields, PASSWORD, "REGISTER"), 403))
                .map(Case::asArguments);
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("cases")
    void shouldJudgeAProof(String name, UnaryOperator<Map<String, String>> change, int status) throws Exception {
        try (RawCaller caller = new RawCaller("127.0.0.2", bridge.sip.udpPort())) {
            String challenge = caller.invite("100");
            assertThat(challenge).startsWith("SIP/2.0 407 ");
            String answer = caller.again(header(change.apply(asked(challenge))));
            assertThat(answer).as(name).startsWith("SIP/2.0 " + status + " ");
            if (status == 200) {
                caller.bye();
            }
        }
    }

    @Test
    void shouldTakeAProofOnceAndItsNonceAgainWithAHigherCount() throws Exception {
        try (RawCaller caller = new RawCaller("127.0.0.2", bridge.sip.udpPort())) {
            Map<String, String> fields = asked(caller.invite("100"));
            String proof = header(proved(fields, PASSWORD));
            assertThat(caller.again(proof)).startsWith("SIP/2.0 200 ");
            caller.bye();
            String again = caller.invite("100", proof);
            assertThat(again).startsWith("SIP/2.0 407 ").doesNotContain("stale=true");
            assertThat(caller.again(header(proved(with(fields, "nc", "00000002"), PASSWORD))))
                    .startsWith("SIP/2.0 200 ");
            caller.bye();
        }
    }

    @Test
    void shouldCallANonceThatIsNotItsOwnStaleOnlyWhereTheProofIsRight() throws Exception {
        try (RawCaller caller = new RawCaller("127.0.0.2", bridge.sip.udpPort())) {
            Map<String, String> old = with(asked(caller.invite("100")), "nonce", "\"" + "A".repeat(43) + "\"");
            assertThat(caller.again(header(proved(old, PASSWORD))))
                    .startsWith("SIP/2.0 407 ")
                    .contains("stale=true");
            assertThat(caller.invite("100", header(proved(old, "guess")))).startsWith("SIP/2.0 403 ");
        }
    }

    @Test
    void shouldTellAnUnknownUserTheSameAsAWrongPassword() throws Exception {
        try (RawCaller caller = new RawCaller("127.0.0.2", bridge.sip.udpPort())) {
            Map<String, String> fields = asked(caller.invite("100"));
            String unknown = caller.again(header(proved(with(fields, "username", "\"nobody\""), PASSWORD)));
            String wrong = caller.invite("100", header(proved(fields, "guess")));
            assertThat(told(unknown)).isEqualTo(told(wrong));
        }
    }

    private static String told(String answer) {
        return answer.lines()
                .filter(line -> !line.matches("(?i)(Via|Call-ID|CSeq|To|From):.*"))
                .toList()
                .toString();
    }

    private static Map<String, String> asked(String challenge) {
        Matcher nonce = Pattern.compile("nonce=(\"[^\"]+\"), algorithm=SHA-256").matcher(challenge);
        assertThat(nonce.find()).isTrue();
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("username", "\"" + USER + "\"");
        fields.put("realm", "\"earshot\"");
        fields.put("nonce", nonce.group(1));
        fields.put("uri", "\"sip:100@127.0.0.1\"");
        fields.put("algorithm", "SHA-256");
        fields.put("qop", "auth");
        fields.put("nc", "00000001");
        fields.put("cnonce", "\"c\"");
        return fields;
    }

    private static Map<String, String> proved(Map<String, String> fields, String password) {
        return proved(fields, password, "INVITE");
    }

    private static Map<String, String> proved(Map<String, String> fields, String password, String method) {
        String algorithm = fields.getOrDefault("algorithm", "MD5").replaceFirst("(?i)-sess$", "");
        String name = Map.of("SHA-512-256", "SHA-512/256", "ROT13", "MD5").getOrDefault(algorithm, algorithm);
        String a1 = hash(name, bare(fields, "username") + ":" + bare(fields, "realm") + ":" + password);
        String middle = bare(fields, "qop").isEmpty()
                ? ""
                : bare(fields, "nc") + ":" + bare(fields, "cnonce") + ":" + bare(fields, "qop") + ":";
        String a2 = hash(name, method + ":" + bare(fields, "uri"));
        String response = hash(name, a1 + ":" + bare(fields, "nonce") + ":" + middle + a2);
        return with(fields, "response", "\"" + response + "\"");
    }

    private static String bare(Map<String, String> fields, String name) {
        return fields.getOrDefault(name, "").replace("\"", "");
    }

    private static String hash(String algorithm, String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(text.getBytes(UTF_8)));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static String header(Map<String, String> fields) {
        List<String> parts = new ArrayList<>();
        fields.forEach((name, value) -> parts.add(name + "=" + value));
        return "Proxy-Authorization: Digest " + String.join(", ", parts) + "\r\n";
    }
}
