package io.earshot.tools.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What LiveKit's own configurations and logs tell; the lines are those that its programs wrote. */
class PeerFilesTest {
    private static final String SECRET = "devsecret-devsecret-devsecret-devsecret";
    private static final String SERVER = "keys: {devkey: " + SECRET + "}\nredis: {address: 'r:6379'}\n";
    private static final String SIP =
            "api_key: devkey\napi_secret: " + SECRET + "\nws_url: ws://h\nredis: {address: 'r:6379'}\n";

    @Test
    void shouldFindNothingWrongWithFilesThatFit() {
        assertThat(review(SERVER, SIP)).isEmpty();
        assertThat(PeerFilesReview.of(PeerYaml.parse(SERVER), null, "devkey", SECRET))
                .isEmpty();
    }

    @Test
    void shouldFindDifferentRedis() {
        assertThat(review(SERVER, SIP.replace("r:6379", "q:6379")))
                .singleElement()
                .satisfies(it -> {
                    assertThat(it.kind()).isEqualTo(FaultClass.BUS);
                    assertThat(it.cause()).contains("r:6379", "q:6379", "503");
                });
        // Channels are the same for all databases: livekit-sip takes calls with another one.
        assertThat(review(SERVER, SIP.replace("'r:6379'", "'r:6379', db: 2"))).isEmpty();
        assertThat(review("keys: {devkey: " + SECRET + "}", SIP))
                .singleElement()
                .asString()
                .contains("without Redis");
    }

    @Test
    void shouldCompareKeysWithoutTellingThem() {
        List<Finding> secret = review(SERVER, SIP.replace(SECRET, "canary-canary-canary-canary-canary"));
        List<Finding> key = review(SERVER, SIP.replace("devkey", "otherkey"));
        List<Finding> ours = PeerFilesReview.of(PeerYaml.parse(SERVER), null, "devkey", "canary");

        assertThat(secret)
                .singleElement()
                .asString()
                .contains("another one", "486")
                .doesNotContain("canary", SECRET);
        assertThat(key).singleElement().asString().contains("otherkey", "none of livekit-server's keys", "486");
        assertThat(ours)
                .singleElement()
                .asString()
                .contains("LIVEKIT_API_KEY here")
                .doesNotContain("canary");
        assertThat(PeerYaml.parse(SERVER).toString()).doesNotContain(SECRET);
    }

    @Test
    void shouldFindShortSecretsWebhookKeysAndWrongUrls() {
        assertThat(review(SERVER.replace(SECRET, "short"), SIP.replace(SECRET, "short")))
                .hasSize(2)
                .allMatch(it -> it.severity() == Status.WARNING);
        assertThat(review(SERVER + "webhook: {api_key: x, urls: ['http://h']}", SIP))
                .singleElement()
                .asString()
                .contains("webhook.api_key");
        assertThat(review(SERVER, SIP.replace("ws://h", "http://h")))
                .singleElement()
                .asString()
                .contains("ws_url");
        assertThat(PeerYaml.parse("a: [").problem()).isEqualTo("is not valid YAML");
        assertThat(PeerYaml.parse("text").problem()).contains("no mapping");
    }

    @Test
    void shouldExplainLinesOfLogs() {
        assertThat(log("Rejecting inbound, auth check failed\",\"error\":\"no response from servers\""))
                .contains("never a wrong secret");
        assertThat(log("invalid token: eyJhbGciOi.canary.x, error: token signature is invalid"))
                .contains("api_secret is wrong", "486", "holds whole tokens")
                .doesNotContain("canary");
        assertThat(log("error: invalid API key: otherkey")).contains("api_key is wrong");
        assertThat(log("could not dial signal connection")).contains("Correct ws_url");
        assertThat(log("debug Rejecting inbound flood")).contains("drops them in silence");
        assertThat(log("api_key is required to use webhooks")).contains("did not start");
        assertThat(log("secret is too short, should be at least 32 characters for security"))
                .contains("guessed");
        assertThat(log("{\"level\":\"info\",\"ts\":1.5,\"msg\":\"call statistics\"}"))
                .isEmpty();
    }

    private static String log(String line) {
        LogReview review = new LogReview();
        review.add(line);
        return String.join(
                "\n",
                review.verdict().findings().stream().map(Finding::toString).toList());
    }

    private static List<Finding> review(String server, String sip) {
        return PeerFilesReview.of(PeerYaml.parse(server), PeerYaml.parse(sip), "", "");
    }
}
