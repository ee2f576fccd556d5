package io.earshot.tools.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.tools.serve.BridgeUnderTest;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every operation of the bridge, and where a scrape of one that has everything switched on shows it. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class OperationsTest {
    /** Values of one label in a family: more than any word list here has, fewer than callers or calls. */
    private static final int MOST_VALUES = 80;

    /** Nobody listens at these: what is sent there fails, and is counted. */
    private static final String NOWHERE = "127.0.0.1:9";

    @TempDir
    static Path directory;

    private static BridgeUnderTest bridge;
    private static List<String> lines;

    @BeforeAll
    static void scrapeABridgeWithEverything() throws Exception {
        bridge = BridgeUnderTest.start(
                "livekit.url=ws://" + NOWHERE,
                "livekit.allow_plain=true",
                "livekit.api_key=devkey",
                "livekit.api_secret=a-secret-of-more-than-thirty-two-characters",
                "livekit.room.start=worker",
                "routing.routes=[{numbers: [\"+999*\"], mode: gateway}]",
                "traces.endpoint=http://" + NOWHERE,
                "traces.timeout=1s",
                "hep.address=" + NOWHERE,
                "capture.directory=" + directory.resolve("captures"),
                "recording.directory=" + directory.resolve("recordings"),
                "records.file=" + directory.resolve("calls.jsonl"),
                "records.webhook.url=http://" + NOWHERE + "/calls",
                "records.webhook.secret=sesame-sesame-sesame",
                "records.postgres.url=jdbc:postgresql://" + NOWHERE + "/calls",
                "records.prices=[{provider: deepgram-flux, unit: audio_seconds, price: 0.0001},"
                        + " {provider: groq, unit: completion_tokens, price: 0.000001}]");
        bridge.converse();
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (bridge.metric("earshot_call_causes_total") < 1
                || bridge.metric("earshot_media_rtcp_total") < 1
                || bridge.metric("earshot_media_mos_count") < 1) {
            assertThat(System.nanoTime() - deadlineNs)
                    .as("the call was counted")
                    .isNegative();
            Thread.sleep(100);
        }
        lines = bridge.metrics().lines().filter(line -> !line.startsWith("#")).toList();
    }

    @AfterAll
    static void stop() {
        bridge.close();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "LiveKit API verbs               | earshot_livekit_api_calls_total                 | operation= outcome=",
                "how long these take             | earshot_livekit_api_seconds_count               | operation=",
                "LiveKit API breaker             | earshot_livekit_api_breaker_state               |",
                "room joins                      | earshot_room_events_total                       | event=\"joins_failed\"",
                "room reconnects                 | earshot_room_events_total                       | event=\"reconnects_done\"",
                "room resumes                    | earshot_room_events_total                       | event=\"resumes_done\"",
                "room publishing                 | earshot_room_events_total                       | event=\"requests_refused\"",
                "room subscribing                | earshot_room_events_total                       | event=\"subscriptions_failed\"",
                "room data                       | earshot_room_events_total                       | event=\"data_malformed\"",
                "room data streams               | earshot_room_events_total                       | event=\"data_streams_failed\"",
                "room negotiation                | earshot_room_events_total                       | event=\"negotiations\"",
                "ICE restarts                    | earshot_room_events_total                       | event=\"ice_restarts\"",
                "room SRTP failures              | earshot_room_events_total                       | event=\"media_not_authentic\"",
                "agents asked into rooms         | earshot_room_agents_total                       | outcome=",
                "worker registration             | earshot_worker_events_total                     | event=",
                "gateway joins                   | earshot_gateway_joins_total                     | outcome=",
                "dispatch lists                  | earshot_dispatch_refreshes_total                |",
                "webhooks in                     | earshot_webhooks_total                          | event= outcome=",
                "SIP messages                    | earshot_sip_messages_total                      | direction=\"in\" method=\"INVITE\"",
                "SIP responses by class          | earshot_sip_messages_total                      | direction=\"out\" kind=\"2xx\"",
                "SIP final responses             | earshot_sip_final_responses_total               | code=\"200\"",
                "SIP retransmissions             | earshot_sip_retransmissions_total               | direction=",
                "SIP time-outs                   | earshot_sip_timeouts_total                      | method=\"BYE\"",
                "SIP response times              | earshot_sip_response_seconds_count              | method=",
                "SIP set-up times                | earshot_sip_setup_seconds_count                 | until=\"answer\"",
                "SIP requests by outcome         | earshot_sip_requests_total                      | outcome=\"not_admitted\"",
                "SIP sockets                     | earshot_sip_transport_events_total              | event=\"send_failed\"",
                "TLS handshakes                  | earshot_sip_tls_handshakes_total                | direction=\"incoming\" outcome=",
                "refused calls                   | earshot_calls_refused_total                     | reason=",
                "guard bans                      | earshot_guard_bans_total                        |",
                "calls by ending                 | earshot_calls_ended_total                       | mode= reason=",
                "RTP packets                     | earshot_media_packets_total                     | leg=\"sip\" direction=\"in\"",
                "RTP lost                        | earshot_media_faults_total                      | kind=\"lost\"",
                "RTP late                        | earshot_media_faults_total                      | kind=\"late\"",
                "RTP duplicate                   | earshot_media_faults_total                      | kind=\"duplicate\"",
                "concealment                     | earshot_media_concealed_seconds_total      | leg=\"sip\"",
                "RTCP in                         | earshot_media_rtcp_total                        | direction=\"in\"",
                "RTCP out                        | earshot_media_rtcp_total                        | direction=\"out\"",
                "jitter                          | earshot_media_jitter_seconds_count              | leg=",
                "jitter buffer depth             | earshot_media_buffer_seconds_count              | leg=",
                "quality                         | earshot_media_mos_count                         | direction=\"in\"",
                "SRTP packets                    | earshot_media_srtp_packets_total                | protection=\"dtls\"",
                "SRTP failures                   | earshot_media_srtp_dropped_packets_total        | reason=\"unauthentic\"",
                "SRTP calls                      | earshot_media_srtp_calls_total                  | protection=\"sdes\"",
                "DTLS handshakes that failed     | earshot_media_srtp_failed_handshakes_total      |",
                "one-way calls                   | earshot_media_one_way_calls_total               | leg=",
                "pacing                          | earshot_rtp_send_lateness_seconds_count         |",
                "keys in                         | earshot_dtmf_keys_total                         | direction=\"in\"",
                "keys out                        | earshot_dtmf_keys_total                         | direction=\"out\"",
                "turns                           | earshot_turn_seconds_count                      | stage=\"total\"",
                "provider requests               | earshot_provider_requests_total                 | provider= outcome=",
                "provider events                 | earshot_provider_events_total                   | event=\"timed_out\"",
                "first octet of providers        | earshot_turn_provider_seconds_count             | stage=\"first-audio\"",
                "provider breakers               | earshot_provider_breaker_state                  | provider=",
                "fallbacks                       | earshot_degradations_total                      | step=\"fallback\"",
                "seconds heard                   | earshot_provider_usage_total                    | unit=\"audio_seconds\"",
                "tokens read                     | earshot_provider_usage_total                    | unit=\"prompt_tokens\"",
                "tokens written                  | earshot_provider_usage_total                    | unit=\"completion_tokens\"",
                "characters spoken               | earshot_provider_usage_total                    | unit=\"characters\"",
                "cost                            | earshot_provider_cost_total                     | provider=",
                "watchdogs                       | earshot_watchdog_total                          | stage=",
                "records written                 | earshot_call_records_written_total              |",
                "records delivered               | earshot_record_deliveries_total                 | receiver=\"webhook\" outcome=",
                "records in PostgreSQL           | earshot_record_deliveries_total                 | receiver=\"postgres\" outcome=",
                "records that wait               | earshot_record_backlog_bytes                    | receiver=",
                "listeners of ended calls        | earshot_ended_call_listeners_total              | outcome=\"missed\"",
                "recordings                      | earshot_recordings_total                        | outcome=",
                "recording queue                 | earshot_recording_pieces_dropped_total          |",
                "captures                        | earshot_captures_total                          | outcome=",
                "capture queue                   | earshot_capture_packets_total                   | outcome=\"dropped\"",
                "Homer                           | earshot_hep_packets_total                       | outcome=\"dropped\"",
                "Homer queue                     | earshot_hep_waiting                             |",
                "traces                          | earshot_trace_spans_total                       | outcome=\"failed\"",
                "trace queue                     | earshot_trace_waiting                           |",
                "configuration reloads           | earshot_config_reloads_total                    | outcome=",
                "HTTP requests                   | earshot_http_requests_total                     | path= status=",
                "HTTP refusals                   | earshot_http_refused_total                      | reason=",
                "dialling                        | earshot_dials_total                             | outcome=",
                "drain                           | earshot_draining                                |",
                "overload                        | earshot_overloads_total                         |",
            })
    void shouldShow(String operation, String family, String labels) {
        String[] wanted = labels == null ? new String[0] : labels.split(" ");
        assertThat(lines)
                .as(operation)
                .anyMatch(line -> (line.startsWith(family + "{") || line.startsWith(family + " "))
                        && Arrays.stream(wanted).allMatch(line::contains));
    }

    @Test
    void shouldKeepEveryLabelToFewValues() {
        Map<String, Integer> series = new HashMap<>();
        lines.stream()
                .filter(line -> line.startsWith("earshot_") && !line.contains("_bucket{"))
                .forEach(line -> series.merge(line.split("[{ ]")[0], 1, Integer::sum));
        assertThat(series).isNotEmpty();
        assertThat(series.entrySet()).allMatch(family -> family.getValue() <= 2 * MOST_VALUES);
        assertThat(lines).noneMatch(line -> line.contains("EC_") || line.contains("sip:") || line.contains("@127"));
    }
}
