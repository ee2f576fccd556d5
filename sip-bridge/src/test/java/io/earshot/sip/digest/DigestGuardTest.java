package io.earshot.sip.digest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DigestGuardTest {
    private static final long NOW = 1_800_000_000L;

    private final DigestGuard guard = new DigestGuard(List.of(DigestAlgorithm.values()));

    @Test
    void shouldOfferTheStrongerAlgorithmFirst() {
        List<String> challenges = guard.challenges("Live \"Kit\"", false, NOW);
        assertThat(challenges).hasSize(2);
        assertThat(challenges.get(0)).contains("algorithm=SHA-256", "qop=\"auth\"", "realm=\"Live \\\"Kit\\\"\"");
        assertThat(challenges.get(1)).contains("algorithm=MD5").doesNotContain("stale");
        assertThat(guard.challenges("r", true, NOW)).allMatch(value -> value.endsWith("stale=true"));
    }

    /** The example of RFC 7616 section 3.9.1: both hashes of the same request. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "algorithm=MD5, response=\"8ca523f5e9506fed4657c9700eebdbec\"",
                "algorithm=SHA-256, response=\"753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1\""
            })
    void shouldProveTheExampleOfTheRfc(String proof) {
        DigestCredentials credentials = DigestCredentials.parse("Digest username=\"Mufasa\","
                        + " realm=\"http-auth@example.org\", uri=\"/dir/index.html\", " + proof + ","
                        + " nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\", nc=00000001,"
                        + " cnonce=\"f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ\", qop=auth,"
                        + " opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"")
                .orElseThrow();
        assertThat(credentials.provedBy("Circle of Life", "GET")).isTrue();
        assertThat(credentials.provedBy("Circle of Life", "POST")).isFalse();
        assertThat(credentials.provedBy("circle of life", "GET")).isFalse();
    }

    @ParameterizedTest
    @EnumSource(DigestAlgorithm.class)
    void shouldTakeEachProofOnce(DigestAlgorithm algorithm) {
        String nonce = nonce(algorithm, NOW);
        assertThat(check(proof(algorithm, nonce, 1, "secret"), NOW)).isEqualTo(DigestGuard.Verdict.PROVED);
        assertThat(check(proof(algorithm, nonce, 1, "secret"), NOW)).isEqualTo(DigestGuard.Verdict.REPLAYED);
        assertThat(check(proof(algorithm, nonce, 3, "secret"), NOW)).isEqualTo(DigestGuard.Verdict.PROVED);
        assertThat(check(proof(algorithm, nonce, 2, "secret"), NOW)).isEqualTo(DigestGuard.Verdict.PROVED);
        assertThat(check(proof(algorithm, nonce, 2, "secret"), NOW)).isEqualTo(DigestGuard.Verdict.REPLAYED);
        assertThat(check(proof(algorithm, nonce, 90, "secret"), NOW)).isEqualTo(DigestGuard.Verdict.PROVED);
        assertThat(check(proof(algorithm, nonce, 4, "secret"), NOW))
                .as("too far back to be known as new")
                .isEqualTo(DigestGuard.Verdict.REPLAYED);
    }

    @Test
    void shouldTakeAProofOfAnOldClientOnce() {
        String nonce = nonce(DigestAlgorithm.MD5, NOW);
        String a1 = DigestAlgorithm.MD5.hash("user:LiveKit:secret");
        String a2 = DigestAlgorithm.MD5.hash("INVITE:sip:100@h");
        String response = DigestAlgorithm.MD5.hash(a1 + ":" + nonce + ":" + a2);
        String value = "Digest username=user, realm=\"LiveKit\", nonce=\"" + nonce
                + "\", uri=\"sip:100@h\", response=\"" + response + "\"";
        assertThat(check(value, NOW)).isEqualTo(DigestGuard.Verdict.PROVED);
        assertThat(check(value, NOW)).isEqualTo(DigestGuard.Verdict.REPLAYED);
    }

    @Test
    void shouldAskAgainWhenTheNonceIsOld() {
        String nonce = nonce(DigestAlgorithm.MD5, NOW);
        String value = proof(DigestAlgorithm.MD5, nonce, 1, "secret");
        assertThat(check(value, NOW + DigestGuard.NONCE_SECONDS + 1)).isEqualTo(DigestGuard.Verdict.STALE);
        assertThat(check(value, NOW - 1)).as("from the future").isEqualTo(DigestGuard.Verdict.STALE);
    }

    @Test
    void shouldNotTakeNoncesOfOthers() {
        String foreign = new DigestGuard(List.of(DigestAlgorithm.values()))
                .challenges("LiveKit", false, NOW)
                .getFirst();
        String value = proof(DigestAlgorithm.MD5, nonceIn(foreign), 1, "secret");
        assertThat(check(value, NOW)).isEqualTo(DigestGuard.Verdict.STALE);
        assertThat(check(proof(DigestAlgorithm.MD5, "made up", 1, "secret"), NOW))
                .isEqualTo(DigestGuard.Verdict.STALE);
    }

    @Test
    void shouldRefuseAWrongPasswordAndALaterRightOneStillCounts() {
        String nonce = nonce(DigestAlgorithm.SHA_256, NOW);
        assertThat(check(proof(DigestAlgorithm.SHA_256, nonce, 1, "guess"), NOW))
                .isEqualTo(DigestGuard.Verdict.WRONG);
        assertThat(check(proof(DigestAlgorithm.SHA_256, nonce, 1, "secret"), NOW))
                .isEqualTo(DigestGuard.Verdict.PROVED);
    }

    @Test
    void shouldRefuseAnotherUser() {
        String value = proof(DigestAlgorithm.MD5, nonce(DigestAlgorithm.MD5, NOW), 1, "secret")
                .replace("username=\"user\"", "username=\"root\"");
        assertThat(check(value, NOW)).isEqualTo(DigestGuard.Verdict.WRONG);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Basic dXNlcjpzZWNyZXQ=",
                "Digest",
                "Digest username=\"user",
                "Digest username=user, realm=LiveKit, nonce=n, uri=u",
                "Digest username=user, realm=LiveKit, nonce=n, uri=u, response=r, algorithm=MD6",
                "Digest username=user, realm=LiveKit, nonce=n, uri=u, response=r, qop=auth",
                "Digest username=user, realm=LiveKit, nonce=n, uri=u, response=r, qop=auth, cnonce=c, nc=1",
                "Digest username=user, realm=LiveKit, nonce=n, uri=u, response=r, qop=auth-int, cnonce=c, nc=00000001",
                "Digest username=user, username=root, realm=LiveKit, nonce=n, uri=u, response=r",
                "Digest username=user, realm=Other, nonce=n, uri=u, response=r"
            })
    void shouldTreatAnythingElseAsNothing(String value) {
        assertThat(check(value, NOW)).isEqualTo(DigestGuard.Verdict.MISSING);
    }

    @Test
    void shouldTakeNoAlgorithmThatIsNotOffered() {
        DigestGuard strict = new DigestGuard(List.of(DigestAlgorithm.SHA_256));
        assertThat(strict.challenges("LiveKit", false, NOW)).hasSize(1);
        String nonce = nonceIn(strict.challenges("LiveKit", false, NOW).getFirst());
        String weak = proof(DigestAlgorithm.MD5, nonce, 1, "secret");
        assertThat(strict.check(List.of(weak), "INVITE", "LiveKit", "user", "secret", NOW))
                .isEqualTo(DigestGuard.Verdict.MISSING);
    }

    @Test
    void shouldNotShowAProof() {
        String value = proof(DigestAlgorithm.MD5, "nonce", 1, "secret");
        DigestCredentials credentials = DigestCredentials.parse(value).orElseThrow();
        assertThat(credentials.toString()).doesNotContain(credentials.response());
    }

    private DigestGuard.Verdict check(String value, long now) {
        return guard.check(List.of(value), "INVITE", "LiveKit", "user", "secret", now);
    }

    private String nonce(DigestAlgorithm algorithm, long now) {
        return guard.challenges("LiveKit", false, now).stream()
                .filter(value -> value.contains("algorithm=" + algorithm.token()))
                .map(DigestGuardTest::nonceIn)
                .findFirst()
                .orElseThrow();
    }

    private static String nonceIn(String challenge) {
        Matcher matcher = Pattern.compile("nonce=\"([^\"]+)\"").matcher(challenge);
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }

    private static String proof(DigestAlgorithm algorithm, String nonce, int count, String password) {
        String nc = "%08x".formatted(count);
        String a1 = algorithm.hash("user:LiveKit:" + password);
        String a2 = algorithm.hash("INVITE:sip:100@h");
        String response = algorithm.hash(a1 + ":" + nonce + ":" + nc + ":cnonce:auth:" + a2);
        return "Digest username=\"user\", realm=\"LiveKit\", nonce=\"" + nonce + "\", uri=\"sip:100@h\", response=\""
                + response + "\", algorithm=" + algorithm.token() + ", qop=auth, nc=" + nc + ", cnonce=\"cnonce\"";
    }
}
