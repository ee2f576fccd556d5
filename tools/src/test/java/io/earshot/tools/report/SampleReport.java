package io.earshot.tools.report;

import io.earshot.tools.call.CallOutcome;
import io.earshot.tools.call.CallOutcome.Span;
import io.earshot.tools.call.MediaQuality;
import io.earshot.tools.call.OutsideTurn;
import io.earshot.tools.call.SipStep;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A call as the demo makes it, with made-up figures. */
final class SampleReport {
    private static final String[] STAGES = {
        "vad-end",
        "end-of-turn",
        "final-transcript",
        "llm-request",
        "first-token",
        "first-sentence",
        "speech-request",
        "first-audio",
        "first-frame",
        "first-packet"
    };

    private SampleReport() {}

    static CallReport of() {
        return new CallReport(
                "Earshot demo",
                outside(),
                inside(),
                latency(),
                new CallReport.Files("call.wav", "call.pcap", "bridge.hlog", "report.html"));
    }

    static CallOutcome outside() {
        return new CallOutcome(
                "sip:agent@127.0.0.1:5060",
                "a1b2c3@127.0.0.1",
                Instant.parse("2026-11-20T15:00:00.000Z"),
                200,
                "OK",
                1.4,
                3.9,
                26.0,
                24_800.0,
                "caller",
                "PCMU",
                "",
                List.of(
                        new SipStep(0, true, "INVITE", "offers PCMU, PCMA, G722, opus"),
                        new SipStep(1.1, false, "100 Trying", ""),
                        new SipStep(1.4, false, "180 Ringing", ""),
                        new SipStep(3.9, false, "200 OK", "PCMU, 20 ms"),
                        new SipStep(4.6, true, "ACK", ""),
                        new SipStep(24_790, true, "BYE", ""),
                        new SipStep(24_800, false, "200 OK", "")),
                List.of(
                        new OutsideTurn("opening-hours", 3_000, 5_193, false, null, 5_640.2, 447.2, 471.0),
                        new OutsideTurn("parking", 10_400, 12_420, false, null, 12_881.0, 461.0, 480.9),
                        new OutsideTurn("stop-please", 14_100, 16_101, true, 142.0, 16_571.4, 470.4, 490.3)),
                List.of(new Span(3_000, 5_193)),
                List.of(new Span(26, 2_100)),
                "",
                new MediaQuality(
                        new MediaQuality.Stream(1_180, 0L, 0L, 0.4, 0.0, 93.2, 4.41),
                        new MediaQuality.Stream(1_239, 0L, null, 0.3, null, 93.2, 4.41),
                        0.6));
    }

    static BridgeCall inside() {
        return new BridgeCall(
                "c-1",
                "a1b2c3@127.0.0.1",
                "sip:caller@127.0.0.1",
                "sip:agent@127.0.0.1:5060",
                Instant.parse("2026-11-20T15:00:00.001Z"),
                2.5,
                24_789.0,
                new BridgeCall.End("caller-hung-up", "caller", ""),
                "PCMU",
                List.of(
                        new BridgeCall.Line("agent", "Hello, this is Earshot. How can I help you?", 25, 2_100.0, false),
                        new BridgeCall.Line(
                                "caller", "What are your opening hours on Saturday?", 3_000, 5_193.0, false),
                        new BridgeCall.Line(
                                "agent",
                                "On Saturday we are open from nine to four. Would you like to book?",
                                5_640,
                                9_400.0,
                                false),
                        new BridgeCall.Line(
                                "caller", "Where can I park my car near the shop?", 10_400, 12_420.0, false),
                        new BridgeCall.Line("agent", "There is free parking behind", 12_880, 14_242.0, true),
                        new BridgeCall.Line("caller", "Wait, stop, I have another question.", 14_100, 16_101.0, false),
                        new BridgeCall.Line("agent", "Of course, <please> go ahead & ask.", 16_571, 18_900.0, false)),
                List.of(
                        turn(0, "greeting", 2, 22, 0, 0, 0, 0, 0, 0, 0, 0, 4, 18),
                        turn(1, "answered", 5_192, 446.1, 200, 1, 60, 1, 90, 40, 1, 49, 0.6, 3.4),
                        turn(2, "interrupted", 12_419, 460.2, 205, 1, 61, 1, 97, 41, 1, 50, 0.2, 2.9),
                        turn(3, "answered", 16_100, 470.0, 210, 2, 62, 1, 98, 42, 1, 50, 0.3, 3.6)),
                List.of(new BridgeCall.BargeIn(138, true)),
                new MediaQuality(
                        new MediaQuality.Stream(1_238, 1L, 0L, 0.3, 0.0, 93.2, 4.41),
                        new MediaQuality.Stream(1_180, 0L, null, 0.4, null, 93.0, 4.40),
                        0.7));
    }

    private static BridgeCall.Turn turn(int number, String turnClass, double startMs, double totalMs, double... ms) {
        Map<String, Double> stages = new LinkedHashMap<>();
        double sum = 0;
        for (int i = 0; i < ms.length; i++) {
            stages.put(STAGES[i], ms[i]);
            sum += ms[i];
        }
        return new BridgeCall.Turn(number, turnClass, startMs, totalMs, stages, Math.max(0, totalMs - sum));
    }

    private static LatencyFigures.Table latency() {
        double[] medians = {200, 1, 60, 1, 90, 40, 1, 49, 0.6, 3.4};
        List<LatencyFigures> figures = new java.util.ArrayList<>();
        for (int i = 0; i < STAGES.length; i++) {
            double p50 = medians[i];
            figures.add(new LatencyFigures(STAGES[i], "answered", 2, p50, p50 * 1.05, p50 * 1.08, p50 * 1.08));
        }
        figures.add(new LatencyFigures("unexplained", "answered", 2, 0.1, 0.1, 0.1, 0.1));
        figures.add(new LatencyFigures("total", "answered", 2, 446.1, 470, 470, 470));
        figures.add(new LatencyFigures("total", "interrupted", 1, 460.2, 460.2, 460.2, 460.2));
        figures.add(new LatencyFigures("barge-in", "interrupted", 1, 138, 138, 138, 138));
        return new LatencyFigures.Table(figures, new LatencyFigures.Lateness(1_180, 0.2, 1.1, 2.4, 2.4));
    }
}
