package io.earshot.bridge.observe;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.bridge.metrics.Families;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.net.InetSocketAddress;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SipMeterTest {
    private static final InetSocketAddress SOMEBODY = new InetSocketAddress("127.0.0.1", 5060);
    private static final long MS = 1_000_000;

    private final SipMeter meter = new SipMeter();
    private final Families families = new Families();

    @BeforeEach
    void show() {
        meter.addTo(families);
    }

    @Test
    void shouldTimeAnInviteToRingingAndToItsAnswer() {
        in("INVITE sip:bob@example.org SIP/2.0", "INVITE", "z9hG4bK1", "", 0);
        out("SIP/2.0 100 Trying", "INVITE", "z9hG4bK1", 1 * MS);
        out("SIP/2.0 180 Ringing", "INVITE", "z9hG4bK1", 40 * MS);
        out("SIP/2.0 200 OK", "INVITE", "z9hG4bK1", 900 * MS);
        assertThat(histogram("earshot_sip_setup_seconds", "ringing").getSum()).isBetween(0.039, 0.041);
        assertThat(histogram("earshot_sip_setup_seconds", "answer").getSum()).isBetween(0.89, 0.91);
        assertThat(counter("earshot_sip_final_responses", "in", "INVITE", "200"))
                .isEqualTo(1);
        assertThat(meter.open()).isZero();
    }

    @Test
    void shouldCountARepeatApartFromTheFirst() {
        in("INVITE sip:bob@example.org SIP/2.0", "INVITE", "z9hG4bK1", "", 0);
        in("INVITE sip:bob@example.org SIP/2.0", "INVITE", "z9hG4bK1", "", 500 * MS);
        out("SIP/2.0 200 OK", "INVITE", "z9hG4bK1", 600 * MS);
        out("SIP/2.0 200 OK", "INVITE", "z9hG4bK1", 1_100 * MS);
        assertThat(counter("earshot_sip_messages", "in", "INVITE", "request")).isEqualTo(1);
        assertThat(counter("earshot_sip_retransmissions", "in", "INVITE", "request"))
                .isEqualTo(1);
        assertThat(counter("earshot_sip_retransmissions", "out", "INVITE", "2xx"))
                .isEqualTo(1);
        assertThat(counter("earshot_sip_final_responses", "in", "INVITE", "200"))
                .isEqualTo(1);
    }

    @Test
    void shouldTellAnInviteInsideADialogFromTheFirst() {
        in("INVITE sip:bob@example.org SIP/2.0", "INVITE", "z9hG4bK2", ";tag=7", 0);
        out("SIP/2.0 491 Request Pending", "INVITE", "z9hG4bK2", 2 * MS);
        assertThat(counter("earshot_sip_final_responses", "in", "REINVITE", "491"))
                .isEqualTo(1);
    }

    @Test
    void shouldKeepSeriesAndTransactionsBoundedUnderAFloodOfStrangeMessages() {
        Random hostile = new Random(11);
        for (int i = 0; i < 30_000; i++) {
            String method = "M" + hostile.nextInt(100_000);
            in(method + " sip:x SIP/2.0", method, "z9hG4bK" + i, "", i);
            in("SIP/2.0 " + hostile.nextInt(1_000) + " Words", method, "z9hG4bK" + i, "", i + 1);
            byte[] junk = new byte[hostile.nextInt(80)];
            hostile.nextBytes(junk);
            meter.onMessage(false, junk, SOMEBODY, SOMEBODY, "UDP", i);
        }
        assertThat(families.collect().stream()
                        .mapToInt(it -> it.getDataPoints().size())
                        .sum())
                .isLessThan(100);
        assertThat(meter.open()).isLessThanOrEqualTo(20_000);
    }

    private void in(String start, String method, String branch, String toTag, long atNs) {
        meter.onMessage(false, message(start, method, branch, toTag), SOMEBODY, SOMEBODY, "UDP", atNs);
    }

    private void out(String start, String method, String branch, long atNs) {
        meter.onMessage(true, message(start, method, branch, ";tag=9"), SOMEBODY, SOMEBODY, "UDP", atNs);
    }

    private static byte[] message(String start, String method, String branch, String toTag) {
        return (start + "\r\nv: SIP/2.0/UDP 127.0.0.1;rport;branch=" + branch + "\r\nTo: <sip:b@example.org>" + toTag
                        + "\r\nCSeq: 1 " + method + "\r\nContent-Length: 0\r\n\r\n")
                .getBytes(ISO_8859_1);
    }

    private double counter(String name, String direction, String method, String last) {
        return find(name).getDataPoints().stream()
                .filter(point -> point.getLabels().get("direction").equals(direction)
                        && point.getLabels().get("method").equals(method)
                        && point.getLabels().stream()
                                .anyMatch(label -> label.getValue().equals(last)))
                .mapToDouble(point -> ((CounterSnapshot.CounterDataPointSnapshot) point).getValue())
                .sum();
    }

    private HistogramSnapshot.HistogramDataPointSnapshot histogram(String name, String until) {
        return ((HistogramSnapshot) find(name))
                .getDataPoints().stream()
                        .filter(point -> point.getLabels().get("until").equals(until))
                        .findFirst()
                        .orElseThrow();
    }

    private MetricSnapshot find(String name) {
        return families.collect().stream()
                .filter(family -> family.getMetadata().getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void shouldCountARequestThatNobodyAnswersOnceAndNoInviteThatRings() {
        out("OPTIONS sip:bob@example.org SIP/2.0", "OPTIONS", "z9hG4bK7", 0);
        out("INVITE sip:bob@example.org SIP/2.0", "INVITE", "z9hG4bK8", 0);
        in("SIP/2.0 180 Ringing", "INVITE", "z9hG4bK8", "", 40 * MS);
        meter.sweep(31_000 * MS);
        assertThat(counter("earshot_sip_timeouts", "out", "OPTIONS", "OPTIONS")).isZero();
        meter.sweep(33_000 * MS);
        meter.sweep(40_000 * MS);
        assertThat(counter("earshot_sip_timeouts", "out", "OPTIONS", "OPTIONS")).isEqualTo(1);
        assertThat(counter("earshot_sip_timeouts", "out", "INVITE", "INVITE")).isZero();
        assertThat(meter.open()).isEqualTo(1);
    }
}
