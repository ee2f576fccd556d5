package io.earshot.livekit.token;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import livekit.LivekitAgentDispatch.RoomAgentDispatch;
import livekit.LivekitRoom.RoomConfiguration;
import org.junit.jupiter.api.Test;

class AccessTokenTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_795_174_547);
    private static final String SECRET = "devsecret-devsecret-devsecret-devsecret";
    private static final ApiKey KEY = ApiKey.of("devkey", SECRET);

    @Test
    void shouldSayWhoIssuedItForWhomAndForHowLong() throws IOException {
        JsonNode claims = claims(new AccessToken().identity("agent-1").sign(KEY, NOW));

        assertThat(claims.toString())
                .isEqualTo("{\"sub\":\"agent-1\",\"iss\":\"devkey\",\"iat\":1795174547,\"nbf\":1795174547,"
                        + "\"exp\":1795175147}");
    }

    @Test
    void shouldCarryEveryGrantByLiveKitsNames() throws IOException {
        JsonNode claims = claims(new AccessToken()
                .identity("agent-1")
                .name("Agent")
                .agentKind()
                .metadata("{}")
                .attributes(Map.of("call", "7"))
                .video(VideoGrant.join("room-7")
                        .allowing(VideoPermission.AGENT)
                        .denying(VideoPermission.CAN_PUBLISH_DATA)
                        .publishing(TrackSource.MICROPHONE)
                        .forwardingTo("room-8"))
                .sip(SipPermission.ADMIN, SipPermission.CALL)
                .agentAdmin()
                .roomConfig(new RoomConfig(10, 20, 2, List.of(new AgentDispatch("earshot", "m")), ""))
                .sign(KEY, NOW));

        assertThat(claims.path("video").toString())
                .isEqualTo("{\"roomJoin\":true,\"canPublishData\":false,\"agent\":true,\"room\":\"room-7\","
                        + "\"canPublishSources\":[\"microphone\"],\"destinationRoom\":\"room-8\"}");
        assertThat(claims.path("sip").toString()).isEqualTo("{\"admin\":true,\"call\":true}");
        assertThat(claims.path("agent").toString()).isEqualTo("{\"admin\":true}");
        assertThat(claims.path("kind").asText()).isEqualTo("agent");
        assertThat(claims.path("attributes").toString()).isEqualTo("{\"call\":\"7\"}");
        assertThat(claims.path("roomConfig").toString())
                .isEqualTo("{\"emptyTimeout\":10,\"departureTimeout\":20,\"maxParticipants\":2,"
                        + "\"agents\":[{\"agentName\":\"earshot\",\"metadata\":\"m\"}]}");
    }

    @Test
    void shouldCarryATelephoneCallerAndAllOfARulesRoomConfiguration() throws IOException {
        JsonNode claims = claims(new AccessToken()
                .identity("sip_100")
                .sipKind()
                .roomPreset("telephony")
                .roomConfig(RoomConfiguration.newBuilder()
                        .setName("calls")
                        .setEmptyTimeout(30)
                        .setMinPlayoutDelay(20)
                        .addAgents(RoomAgentDispatch.newBuilder().setAgentName("earshot"))
                        .build())
                .sign(KEY, NOW));

        assertThat(claims.path("kind").asText()).isEqualTo("sip");
        assertThat(claims.path("roomPreset").asText()).isEqualTo("telephony");
        assertThat(claims.path("roomConfig").toString())
                .isEqualTo("{\"name\":\"calls\",\"emptyTimeout\":30,\"minPlayoutDelay\":20,"
                        + "\"agents\":[{\"agentName\":\"earshot\"}]}");
    }

    @Test
    void shouldLeaveDefaultsOut() throws IOException {
        JsonNode claims = claims(new AccessToken()
                .identity("a")
                .video(VideoGrant.of(VideoPermission.ROOM_LIST))
                .roomConfig(RoomConfig.withAgent("earshot", ""))
                .sign(KEY, NOW));

        assertThat(claims.path("video").toString()).isEqualTo("{\"roomList\":true}");
        assertThat(claims.path("roomConfig").toString()).isEqualTo("{\"agents\":[{\"agentName\":\"earshot\"}]}");
    }

    @Test
    void shouldSignWithHs256OverHeaderAndClaims() {
        String jwt = new AccessToken().identity("a").sign(KEY, NOW).reveal();
        int dot = jwt.lastIndexOf('.');

        assertThat(new String(Base64.getUrlDecoder().decode(jwt.split("\\.")[0]), US_ASCII))
                .isEqualTo("{\"alg\":\"HS256\",\"typ\":\"JWT\"}");
        assertThat(Base64.getUrlDecoder().decode(jwt.substring(dot + 1)))
                .isEqualTo(KEY.sign(jwt.substring(0, dot).getBytes(US_ASCII)));
    }

    /** RFC 4231, test case 2. */
    @Test
    void shouldComputeTheHmacOfTheRfc() {
        byte[] hmac = ApiKey.of("k", "Jefe").sign("what do ya want for nothing?".getBytes(US_ASCII));

        assertThat(HexFormat.of().formatHex(hmac))
                .isEqualTo("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    }

    @Test
    void shouldNotSignATokenForJoiningWithoutIdentity() {
        AccessToken token = new AccessToken().video(VideoGrant.join("room"));

        assertThatThrownBy(() -> token.sign(KEY, NOW)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldBeShortLived() {
        assertThat(new AccessToken()
                        .validFor(Duration.ofHours(6))
                        .sign(KEY, NOW)
                        .expiresAt())
                .isEqualTo(NOW.plusSeconds(21_600));
        assertThatThrownBy(() -> new AccessToken().validFor(Duration.ofHours(7)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new AccessToken().validFor(Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldNotPrintSecretsOrTokens() {
        SignedToken token = new AccessToken().identity("a").sign(KEY, NOW);

        assertThat(KEY.toString()).contains("devkey").doesNotContain(SECRET);
        assertThat(token.toString()).doesNotContain(token.reveal());
        assertThatThrownBy(() -> ApiKey.of(" ", SECRET)).message().doesNotContain(SECRET);
    }

    @Test
    void shouldKnowAWeakSecret() {
        assertThat(KEY.isWeak()).isFalse();
        assertThat(ApiKey.of("devkey", "secret").isWeak()).isTrue();
    }

    @Test
    void shouldNotAllowAndDenyTheSame() {
        VideoGrant grant = VideoGrant.of(VideoPermission.CAN_PUBLISH);

        assertThatThrownBy(() -> grant.denying(VideoPermission.CAN_PUBLISH))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static JsonNode claims(SignedToken token) throws IOException {
        return new ObjectMapper()
                .readTree(Base64.getUrlDecoder().decode(token.reveal().split("\\.")[1]));
    }
}
