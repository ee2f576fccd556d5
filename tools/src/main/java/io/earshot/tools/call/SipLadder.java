package io.earshot.tools.call;

import io.earshot.sip.wire.MessageTap;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Notes the SIP messages of a call as they cross the socket. Thread-safe because every method is synchronized: messages
 * come from transport and call threads.
 */
final class SipLadder implements MessageTap {
    private static final int LONGEST = 500;
    private static final Pattern CODEC = Pattern.compile("(?m)^a=rtpmap:\\d+ ([A-Za-z0-9-]+)/");
    private static final Pattern CSEQ = Pattern.compile("(?im)^CSeq\\s*:\\s*(\\d+\\s+\\w+)");

    private final Consumer<SipStep> watcher;
    private final List<SipStep> steps = new ArrayList<>();
    private final Set<String> seen = new HashSet<>();
    private long originNs;

    SipLadder(Consumer<SipStep> watcher) {
        this.watcher = watcher;
    }

    @Override
    public synchronized void onMessage(
            boolean outgoing,
            byte[] raw,
            InetSocketAddress local,
            InetSocketAddress remote,
            String transport,
            long atNs) {
        if (steps.size() == LONGEST) {
            return;
        }
        if (steps.isEmpty()) {
            originNs = atNs;
        }
        SipStep step = step(outgoing, new String(raw, StandardCharsets.UTF_8), atNs);
        steps.add(step);
        watcher.accept(step);
    }

    /** The messages so far; times count from the first. */
    synchronized List<SipStep> steps() {
        return List.copyOf(steps);
    }

    /** Whether the latest message is a response: nothing is pending. */
    synchronized boolean endsWithResponse() {
        return !steps.isEmpty() && steps.getLast().text().matches("\\d.*");
    }

    /** When the call was answered by a 2xx as it came from the wire; {@code elseNs} when none was seen. */
    synchronized long answeredNs(long elseNs) {
        for (SipStep step : steps) {
            if (!step.outgoing() && step.text().startsWith("2")) {
                return originNs + Math.round(step.atMs() * 1e6);
            }
        }
        return elseNs;
    }

    /** Monotonic time of the first message. */
    synchronized long originNs() {
        return originNs;
    }

    private SipStep step(boolean outgoing, String message, long atNs) {
        String first = message.lines().findFirst().orElse("");
        boolean response = first.startsWith("SIP/2.0 ");
        String text = response ? first.substring(8).trim() : first.replaceFirst(" .*", "");
        boolean repeated = !seen.add(outgoing + text + cseq(message));
        String note = repeated ? "again" : sdp(message);
        return new SipStep(Math.round((atNs - originNs) / 1e3) / 1e3, outgoing, text, note);
    }

    private static String cseq(String message) {
        Matcher matcher = CSEQ.matcher(message);
        return matcher.find() ? matcher.group(1).toUpperCase(Locale.ROOT) : "";
    }

    /** The codecs that a session description names. */
    private static String sdp(String message) {
        int body = message.indexOf("\r\n\r\n");
        if (body < 0 || !message.startsWith("v=", body + 4)) {
            return "";
        }
        List<String> codecs = new ArrayList<>();
        Matcher matcher = CODEC.matcher(message.substring(body));
        while (matcher.find()) {
            String name = matcher.group(1);
            if (!name.equals("telephone-event") && !name.equals("CN") && !codecs.contains(name)) {
                codecs.add(name);
            }
        }
        return "SDP " + String.join(", ", codecs);
    }
}
