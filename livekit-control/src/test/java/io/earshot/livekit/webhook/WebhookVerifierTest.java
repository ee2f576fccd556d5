package io.earshot.livekit.webhook;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.earshot.livekit.token.ApiKey;
import io.earshot.livekit.webhook.WebhookResult.Rejected;
import io.earshot.livekit.webhook.WebhookResult.Verified;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookVerifierTest {
    private static final Capture JOINED = Capture.read("02-participant_joined");
    private static final Instant NOW = JOINED.receivedAt();
    private static final long SECOND = NOW.getEpochSecond();
    private static final ApiKey KEY = JOINED.key();
    private static final byte[] BODY = "{\"event\":\"room_started\", \"id\":\"EV_1\"}".getBytes(UTF_8);
    private static final String HS256 = "{\"alg\":\"HS256\",\"typ\":\"JWT\"}";

    private final WebhookVerifier verifier = new WebhookVerifier(List.of(KEY), Duration.ofSeconds(30));

    static List<Capture> captures() {
        return Capture.all();
    }

    @ParameterizedTest
    @MethodSource("captures")
    void shouldVerifyWhatLiveKitSent(Capture capture) {
        WebhookResult result = verifier.verify(capture.authorization(), capture.body(), capture.receivedAt());

        assertThat(result).isInstanceOf(Verified.class);
        assertThat(((Verified) result).event().event()).isEqualTo(capture.name().substring(3));
        assertThat(((Verified) result).event().room().name()).startsWith("voice-ai-call-");
        assertThat(((Verified) result).keyId()).isEqualTo("devkey");
    }

    @ParameterizedTest
    @MethodSource("captures")
    void shouldRefuseACaptureWithOneByteChanged(Capture capture) {
        byte[] body = capture.body().clone();
        body[body.length / 2] ^= 1;

        refused(verifier.verify(capture.authorization(), body, NOW), "body is not the one that was signed");
    }

    @Test
    void shouldReadTheSipParticipant() {
        Verified verified = (Verified) verifier.verify(JOINED.authorization(), JOINED.body(), NOW);

        assertThat(verified.event().participant().kind()).isEqualTo("SIP");
        assertThat(verified.event().participant().identity()).isEqualTo("sip_+15550199");
        assertThat(verified.event().participant().attributes()).containsKey("sip.callID");
        assertThat(verified.event().createdAt()).isEqualTo(Instant.ofEpochSecond(1_795_174_548));
    }

    @Test
    void shouldReadTheTrackThatLeavesItsTypeOut() {
        Capture capture = Capture.read("03-track_published");
        Verified verified = (Verified) verifier.verify(capture.authorization(), capture.body(), NOW);

        assertThat(verified.event().track().type()).isEqualTo("AUDIO");
        assertThat(verified.event().track().source()).isEqualTo("MICROPHONE");
        assertThat(verified.event().track().mimeType()).isEqualTo("audio/opus");
    }

    @Test
    void shouldNotKeepTheTurnPassword() {
        Capture capture = Capture.read("01-room_started");

        assertThat(verifier.verify(capture.authorization(), capture.body(), NOW).toString())
                .doesNotContain("wWd974yz")
                .contains("RM_RWNbHEidAgGw");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"alg\":\"none\",\"typ\":\"JWT\"}",
                "{\"alg\":\"None\"}",
                "{\"alg\":\"hs256\"}",
                "{\"alg\":\"HS384\"}",
                "{\"alg\":\"HS512\"}",
                "{\"alg\":\"RS256\"}",
                "{\"alg\":[\"HS256\"]}",
                "{\"alg\":\"HS256\",\"crit\":[\"exp\"]}",
                "{\"typ\":\"JWT\"}"
            })
    void shouldRefuseEveryAlgorithmButPlainHs256(String header) {
        refused(verify(token(header, claims("")), BODY), "token is not signed with plain HS256");
    }

    @Test
    void shouldRefuseTheNoneAlgorithmWithoutSignature() {
        String token = part("{\"alg\":\"none\"}") + "." + part(claims("")) + ".";

        refused(verify(token, BODY), "token is not signed with plain HS256");
    }

    @Test
    void shouldRefuseAnEmptySignature() {
        refused(verify(part(HS256) + "." + part(claims("")) + ".", BODY), "signature does not match");
    }

    @Test
    void shouldRefuseAnAlgorithmGivenTwice() {
        refused(
                verify(token("{\"alg\":\"none\",\"alg\":\"HS256\"}", claims("")), BODY),
                "token is not base64url of JSON");
    }

    @Test
    void shouldRefuseAnotherSecret() {
        String token = token(HS256, claims(""), ApiKey.of("devkey", "another-secret-another-secret-another"));

        refused(verify(token, BODY), "signature does not match");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"iss\":\"stranger\"", "\"iss\":null", "\"iss\":[\"devkey\"]", "\"iss\":\"\""})
    void shouldRefuseAnIssuerThatIsNotTheKeysName(String issuer) {
        refused(
                verify(token(HS256, claims("").replace("\"iss\":\"devkey\"", issuer)), BODY),
                "signature does not match");
    }

    @Test
    void shouldRefuseClaimsChangedAfterSigning() {
        String[] parts = token(HS256, claims("")).split("\\.");
        String forged = parts[0] + "." + part(claims(",\"x\":1")) + "." + parts[2];

        refused(verify(forged, BODY), "signature does not match");
    }

    @ParameterizedTest
    @CsvSource({"-31, token has expired", "-1000000, token has expired"})
    void shouldRefuseAnExpiredToken(long expiresIn, String reason) {
        refused(verify(token(HS256, claims("").replace(exp(300), exp(expiresIn))), BODY), reason);
    }

    @Test
    void shouldAllowForTheSendersClock() {
        assertThat(verify(token(HS256, claims("").replace(exp(300), exp(-29))), BODY))
                .isInstanceOf(Verified.class);
        assertThat(verify(token(HS256, claims(",\"nbf\":" + (SECOND + 30))), BODY))
                .isInstanceOf(Verified.class);
    }

    @Test
    void shouldRefuseATokenOfTheFuture() {
        refused(verify(token(HS256, claims(",\"nbf\":" + (SECOND + 31))), BODY), "token is not valid yet");
        refused(verify(token(HS256, claims(",\"nbf\":\"soon\"")), BODY), "token is not valid yet");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"exp\":\"1795999999\"",
                "\"exp\":1.7e9",
                "\"exp\":null",
                "\"exp\":9223372036854775807",
                "\"e\":1"
            })
    void shouldRefuseATokenWithoutASoundExpiry(String expiry) {
        refused(verify(token(HS256, claims("").replace(exp(300), expiry)), BODY), "token has no expiry");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"sha256\":\"\"", "\"sha256\":null", "\"sha256\":\"!!\"", "\"x\":1"})
    void shouldRefuseATokenThatNamesNoBody(String digest) {
        String claims = claims("").replace("\"sha256\":\"" + sha256(BODY) + "\"", digest);

        refused(verify(token(HS256, claims), BODY), "body is not the one that was signed");
    }

    @Test
    void shouldRefuseTheTokenOfAnotherBody() {
        refused(verifier.verify(JOINED.authorization(), BODY, NOW), "body is not the one that was signed");
        refused(
                verify(token(HS256, claims("")), (new String(BODY, UTF_8) + " ").getBytes(UTF_8)),
                "body is not the one that was signed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a.b", "a.b.c.d", "..", "Basic ZGV2a2V5", "\u00e9.\u00e9.\u00e9", "e30.e30.e30="})
    void shouldRefuseWhatIsNoToken(String authorization) {
        assertThat(verify(authorization, BODY))
                .isInstanceOfSatisfying(
                        Rejected.class,
                        rejected -> assertThat(rejected.status()).isEqualTo(401));
    }

    @Test
    void shouldRefuseABearerPrefixAndAMissingHeader() {
        refused(verify("Bearer " + token(HS256, claims("")), BODY), "token is not base64url of JSON");
        refused(verify(null, BODY), "no token");
        refused(verify("", BODY), "no token");
    }

    @Test
    void shouldRefuseWhatIsTooLong() {
        refused(verify("a".repeat(10_000), BODY), "token too long");
        assertThat(verify(token(HS256, claims("")), new byte[WebhookVerifier.MAX_BODY_BYTES + 1]))
                .isEqualTo(new Rejected(413, "body too long"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "null", "[]", "{}", "{\"event\":\"x\"}", "{\"event\":\"x\",\"id\":\"y\"} {}", "{\"event\":"})
    void shouldCallASignedBodyThatIsNoEventABadRequest(String body) {
        byte[] bytes = body.getBytes(UTF_8);
        String token = token(HS256, claims("").replace(sha256(BODY), sha256(bytes)));

        assertThat(verify(token, bytes)).isEqualTo(new Rejected(400, "body is no event"));
    }

    @Test
    void shouldTakeOldAndNewSecretWhileAKeyIsRotated() {
        ApiKey next = ApiKey.of("devkey", "next-secret-next-secret-next-secret");
        ApiKey other = ApiKey.of("other", "other-secret-other-secret-other-secret");
        WebhookVerifier rotating = new WebhookVerifier(List.of(KEY, next, other), Duration.ZERO);

        assertThat(rotating.verify(token(HS256, claims("")), BODY, NOW)).isInstanceOf(Verified.class);
        assertThat(rotating.verify(token(HS256, claims(""), next), BODY, NOW)).isInstanceOf(Verified.class);
        refused(rotating.verify(token(HS256, claims(""), other), BODY, NOW), "signature does not match");
    }

    @Test
    void shouldNeedAKeyAndASaneLeeway() {
        assertThatThrownBy(() -> new WebhookVerifier(List.of(), Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new WebhookVerifier(List.of(KEY), Duration.ofDays(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private WebhookResult verify(String authorization, byte[] body) {
        return verifier.verify(authorization, body, NOW);
    }

    private static void refused(WebhookResult result, String reason) {
        // Reasons found behind a good signature may be told to the sender.
        boolean signed =
                reason.startsWith("token has") || reason.startsWith("token is not valid") || reason.startsWith("body");
        assertThat(result).isEqualTo(new Rejected(401, reason, signed));
    }

    private static String claims(String more) {
        return "{\"iss\":\"devkey\"," + exp(300) + ",\"sha256\":\"" + sha256(BODY) + "\"" + more + "}";
    }

    private static String exp(long seconds) {
        return "\"exp\":" + (SECOND + seconds);
    }

    private static String token(String header, String claims) {
        return token(header, claims, KEY);
    }

    private static String token(String header, String claims, ApiKey key) {
        String signed = part(header) + "." + part(claims);
        return signed + "." + base64(key.sign(signed.getBytes(US_ASCII)));
    }

    private static String part(String json) {
        return base64(json.getBytes(UTF_8));
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String sha256(byte[] body) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(body));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
