package io.earshot.bridge.capture;

import io.earshot.bridge.call.CallFacts;
import io.earshot.bridge.call.CallWatch;
import io.earshot.bridge.config.CaptureConfig;
import io.earshot.bridge.config.CaptureRule;
import io.earshot.bridge.records.CallRecord;
import io.earshot.media.capture.PacketRing;
import io.earshot.media.net.MediaLoop;
import io.earshot.media.session.PacketTap;
import io.earshot.sip.wire.HeaderLookup;
import io.earshot.sip.wire.MessageTap;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows which calls are captured. It remembers the SIP messages of each call, so that a capture that begins in the middle still holds
 * the INVITE, without which nobody could tell what the RTP is. Thread-safe under its own lock, which no packet ever meets: packets go
 * into rings on the call's loop, and {@link CaptureWriter} takes them out.
 */
public final class CaptureDesk implements CallWatch, MessageTap, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(CaptureDesk.class);
    private static final int MOST_DIALOGS = 4_096;
    private static final int MOST_MESSAGES = 64;
    private static final int RING_BYTES = 256 * 1024;
    private static final int FLIGHT_BYTES_A_SECOND = 26_000;
    private static final Duration AFTER_THE_END = Duration.ofMillis(700);

    private final Supplier<CaptureConfig> config;
    private final BiFunction<CallFacts, MediaLoop, PacketTap> rtcp;
    private final @Nullable CaptureWriter writer;
    private final Map<String, Dialogue> dialogues = new LinkedHashMap<>();
    private final Deque<PacketRing> spare = new ArrayDeque<>();
    private final LongAdder refused = new LongAdder();
    private int flights;

    /** A dialog's messages and, once there is a call, the call. Guarded by the desk. */
    private static final class Dialogue {
        private final Deque<SipMessage> messages = new ArrayDeque<>();
        private @Nullable CallFacts facts;
        private @Nullable MediaLoop loop;
        private @Nullable CallTap tap;
        private @Nullable PacketRing flight;
        private @Nullable CaptureFile file;
    }

    /** What became of a request. Immutable. */
    public record Outcome(boolean done, String text) {}

    /**
     * A desk as configured; rules and limits are read anew for each call.
     *
     * @param sip what a wildcard address of the SIP listener stands for
     * @param media what a wildcard address of RTP stands for
     * @param rtcp makes what sees the RTCP of a call in any case
     * @throws IOException when the directory cannot be created
     */
    public CaptureDesk(
            Supplier<CaptureConfig> config,
            InetAddress sip,
            InetAddress media,
            BiFunction<CallFacts, MediaLoop, PacketTap> rtcp)
            throws IOException {
        this.config = config;
        this.rtcp = rtcp;
        this.writer = config.get().configured()
                ? CaptureWriter.start(config.get(), new CaptureFile.Advertised(sip, media))
                : null;
    }

    /** What it goes by now. */
    public CaptureConfig settings() {
        return config.get();
    }

    /** Whether calls can be captured. */
    public boolean configured() {
        return writer != null;
    }

    /** What was written and lost. */
    public @Nullable CaptureWriter writer() {
        return writer;
    }

    /** Captures refused because there were too many. */
    public long refused() {
        return refused.sum();
    }

    // ---- what calls and their sockets tell

    @Override
    public PacketTap tapOf(CallFacts facts, MediaLoop loop) {
        PacketTap always = rtcp.apply(facts, loop);
        if (writer == null) {
            return always;
        }
        CallTap tap = new CallTap(always);
        synchronized (this) {
            Dialogue dialogue = dialogues.computeIfAbsent(facts.sipCallId(), _ -> new Dialogue());
            dialogue.facts = facts;
            dialogue.loop = loop;
            dialogue.tap = tap;
            CaptureRule rule = ruleFor(facts);
            if (rule != null && rule.when() == CaptureRule.When.ALWAYS) {
                begin(dialogue, config.get().maxTime());
            } else if (rule != null && flights < config.get().flightCalls()) {
                flights++;
                PacketRing ring = flightRing();
                dialogue.flight = ring;
                tap.into(ring);
            }
        }
        return tap;
    }

    @Override
    public void onMessage(
            boolean outgoing,
            byte[] raw,
            InetSocketAddress local,
            InetSocketAddress remote,
            String transport,
            long atNs) {
        if (writer == null) {
            return;
        }
        String callId = HeaderLookup.first(raw, "Call-ID").orElse("");
        SipMessage message = new SipMessage(outgoing, Masking.of(raw), local, remote, atNs);
        synchronized (this) {
            Dialogue dialogue = dialogues.computeIfAbsent(callId, _ -> new Dialogue());
            if (dialogue.messages.size() >= MOST_MESSAGES) {
                // The first of them say what the media is; the last what became of the call.
                SipMessage first = dialogue.messages.removeFirst();
                SipMessage second = dialogue.messages.removeFirst();
                dialogue.messages.removeFirst();
                dialogue.messages.addFirst(second);
                dialogue.messages.addFirst(first);
            }
            dialogue.messages.addLast(message);
            if (dialogue.file != null) {
                dialogue.file.add(message);
            }
            forgetStrangers();
        }
    }

    /** A call is over: what its flight recorder holds is written if it ended badly. Some moments later nothing is known of it. */
    public void ended(CallRecord call) {
        CaptureWriter files = writer;
        if (files == null) {
            return;
        }
        Dialogue dialogue;
        synchronized (this) {
            dialogue = dialogues.get(call.sipCallId());
        }
        if (dialogue == null) {
            return;
        }
        boolean bad = BadEnding.is(call, config.get().badMos());
        files.later(AFTER_THE_END, () -> finish(call.sipCallId(), dialogue, bad));
    }

    // ---- what people ask for

    /** Begins to capture the call with that Call-ID. */
    public Outcome start(String sipCallId, Duration longest) {
        if (writer == null) {
            return new Outcome(false, "capture.directory is not set");
        }
        synchronized (this) {
            Dialogue dialogue = dialogues.get(sipCallId);
            if (dialogue == null || dialogue.tap == null) {
                return new Outcome(false, "the call has no SIP leg here");
            }
            if (dialogue.file != null) {
                return new Outcome(false, "the call is being captured already");
            }
            return begin(dialogue, longest);
        }
    }

    /** Ends the capture of the call with that Call-ID. */
    public Outcome stop(String sipCallId) {
        synchronized (this) {
            Dialogue dialogue = dialogues.get(sipCallId);
            if (dialogue == null || dialogue.file == null) {
                return new Outcome(false, "the call is not being captured");
            }
            String path = dialogue.file.path().toString();
            end(dialogue);
            return new Outcome(true, path);
        }
    }

    private Outcome begin(Dialogue dialogue, Duration longest) {
        CaptureWriter files = writer;
        CallFacts facts = dialogue.facts;
        if (files == null || facts == null || files.active() >= config.get().maxCalls()) {
            refused.increment();
            return new Outcome(false, "as many calls are being captured as may be");
        }
        PacketRing ring = new PacketRing(PacketRing.Kind.STREAM, RING_BYTES);
        try {
            CaptureFile file = files.open(facts.callId(), ring);
            dialogue.messages.forEach(file::add);
            dialogue.file = file;
            switchTo(dialogue, ring);
            files.later(shorter(longest, config.get().maxTime()), () -> endIf(dialogue, file));
            log.info("call {}: captured into {}", facts.callId(), file.path());
            return new Outcome(true, file.path().toString());
        } catch (IOException e) {
            log.warn("call {}: no capture: {}", facts.callId(), e.toString());
            return new Outcome(false, "the file cannot be created");
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private synchronized void endIf(Dialogue dialogue, CaptureFile file) {
        if (dialogue.file == file) {
            end(dialogue);
        }
    }

    private void end(Dialogue dialogue) {
        CaptureFile file = dialogue.file;
        dialogue.file = null;
        switchTo(dialogue, dialogue.flight);
        if (file != null && writer != null) {
            writer.close(file);
        }
    }

    private static void switchTo(Dialogue dialogue, @Nullable PacketRing ring) {
        CallTap tap = dialogue.tap;
        MediaLoop loop = dialogue.loop;
        if (tap == null || loop == null) {
            return;
        }
        if (loop.inLoop()) {
            tap.into(ring);
        } else {
            loop.execute(() -> tap.into(ring));
        }
    }

    /** On the writing thread, when the call's session is closed and its last messages came. */
    private synchronized void finish(String sipCallId, Dialogue dialogue, boolean bad) {
        dialogues.remove(sipCallId, dialogue);
        PacketRing flight = dialogue.flight;
        CallFacts facts = dialogue.facts;
        dialogue.flight = null;
        if (dialogue.file != null) {
            end(dialogue);
        }
        if (flight == null || writer == null) {
            return;
        }
        flights--;
        if (bad && facts != null) {
            writer.writeAll(facts.callId(), flight, dialogue.messages);
        }
        flight.clear();
        spare.push(flight);
    }

    private @Nullable CaptureRule ruleFor(CallFacts facts) {
        for (CaptureRule rule : config.get().rules()) {
            if (rule.matches(user(facts.to()), user(facts.from()), facts.trunk())) {
                return ThreadLocalRandom.current().nextDouble() < rule.share() ? rule : null;
            }
        }
        return null;
    }

    private static String user(String uri) {
        return uri.replaceFirst("(?i)^(sips?|tel):", "").replaceFirst("[@;].*$", "");
    }

    private PacketRing flightRing() {
        PacketRing used = spare.poll();
        int bytes = Math.toIntExact(Math.min(1 << 28, config.get().flightTime().toSeconds() * FLIGHT_BYTES_A_SECOND));
        return used == null ? new PacketRing(PacketRing.Kind.LAST, bytes) : used;
    }

    /** Dialogs that never became a call here (OPTIONS, refused INVITEs) make room for others. */
    private void forgetStrangers() {
        if (dialogues.size() > MOST_DIALOGS) {
            dialogues.values().removeIf(one -> one.tap == null);
        }
    }

    /** Ends all captures and completes their files. */
    @Override
    public void close() {
        synchronized (this) {
            dialogues.values().forEach(one -> {
                if (one.file != null) {
                    end(one);
                }
            });
        }
        if (writer != null) {
            writer.close();
        }
    }
}
