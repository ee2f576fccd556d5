package io.earshot.tools.serve;

import com.fasterxml.jackson.databind.JsonNode;
import io.earshot.media.audio.G711;
import io.earshot.tools.call.Cue;
import io.earshot.tools.call.Phrases;
import java.io.IOException;
import java.net.DatagramPacket;
import java.util.List;

/** A caller of flesh and RTP: hears the greeting, has the world break, speaks, and measures the silence that follows. */
final class OutageCall implements AutoCloseable {
    private static final int SOUND = 400;
    private static final long GREETING_PAUSE_NS = 700_000_000L;
    static final int PATIENCE_MS = 20_000;
    private static final long PATIENCE_NS = PATIENCE_MS * 1_000_000L;

    private final HandPhone phone;
    private final byte[] words;
    private volatile long lastSoundNs;
    private volatile long firstSoundAfterNs;
    private volatile long spokenNs = Long.MAX_VALUE;
    private volatile boolean over;

    OutageCall(int sipPort) throws IOException {
        phone = new HandPhone(sipPort, "agent");
        words = trimmed(HandPhone.mulaw(Phrases.recorded("opening-hours", new Cue.Turn())));
    }

    /** Calls, and begins to listen. */
    void connect() throws Exception {
        phone.call();
        Thread.ofPlatform().name("outage-ears").daemon(true).start(this::listen);
    }

    /** Calls, and returns when the greeting was heard. */
    void greet() throws Exception {
        connect();
        long deadlineNs = System.nanoTime() + PATIENCE_NS;
        while (lastSoundNs == 0 || System.nanoTime() - lastSoundNs < GREETING_PAUSE_NS) {
            phone.speak(new byte[0], 40);
            if (System.nanoTime() - deadlineNs > 0) {
                throw new AssertionError("no greeting");
            }
        }
    }

    /** Speaks, and waits for the agent; milliseconds of silence after the last word, or -1 when nothing comes. */
    double silenceAfterWords() throws Exception {
        return silenceAfterWords(PATIENCE_MS);
    }

    /** The same, waiting no longer than that. */
    double silenceAfterWords(int longestMs) throws Exception {
        firstSoundAfterNs = 0;
        phone.speak(words, 0);
        spokenNs = System.nanoTime();
        long deadlineNs = spokenNs + longestMs * 1_000_000L;
        while (firstSoundAfterNs == 0 && System.nanoTime() - deadlineNs < 0) {
            phone.speak(new byte[0], 20);
        }
        return firstSoundAfterNs == 0 ? -1 : (firstSoundAfterNs - spokenNs) / 1e6;
    }

    /** Stays silent for a while, and hangs up. */
    void hangUp(int afterMs) throws Exception {
        phone.speak(new byte[0], afterMs);
        phone.request("BYE", "", "");
    }

    String callId() {
        return phone.callId;
    }

    static List<String> steps(JsonNode record) {
        return record.path("events")
                .valueStream()
                .filter(each -> each.path("name").asText().equals("degraded"))
                .map(each -> each.path("detail").asText())
                .distinct()
                .toList();
    }

    private void listen() {
        DatagramPacket packet = new DatagramPacket(new byte[2_048], 2_048);
        while (!over) {
            try {
                phone.rtp.receive(packet);
            } catch (IOException closed) {
                return;
            }
            if (sounds(packet)) {
                lastSoundNs = System.nanoTime();
                if (firstSoundAfterNs == 0 && lastSoundNs - spokenNs >= 0) {
                    firstSoundAfterNs = lastSoundNs;
                }
            }
        }
    }

    private static boolean sounds(DatagramPacket packet) {
        for (int i = 12; i < packet.getLength(); i++) {
            if (Math.abs(G711.muToLinear(packet.getData()[i])) > SOUND) {
                return true;
            }
        }
        return false;
    }

    /** The recording without the silence after its last word. */
    private static byte[] trimmed(byte[] mulaw) {
        int end = mulaw.length;
        while (end > 0 && Math.abs(G711.muToLinear(mulaw[end - 1])) <= SOUND) {
            end--;
        }
        return java.util.Arrays.copyOf(mulaw, end);
    }

    @Override
    public void close() throws Exception {
        over = true;
        phone.close();
    }
}
