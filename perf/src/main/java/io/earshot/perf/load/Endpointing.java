package io.earshot.perf.load;

import io.earshot.ai.vad.EnergyVad;
import io.earshot.ai.vad.VadSettings;
import io.earshot.ai.vad.VoiceActivityDetector.Decision;
import io.earshot.media.audio.AudioFormat;
import io.earshot.tools.simulate.speech.AudioInput;
import io.earshot.tools.simulate.speech.Ear;
import io.earshot.tools.simulate.speech.PhraseBank;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * How much later the simulated recogniser hears the caller's last sound than the bridge's detector, which anchors a turn.
 * The recogniser counts its silence from there, so this belongs to the time of the vendor. Found by letting both listen
 * to what the callers say; exact, since SIPp sends just that. Used by one thread.
 */
final class Endpointing {
    private static final int PACKET_BYTES = 160;
    private static final long PACKET_MS = 20;

    private final EnergyVad detector = new EnergyVad(AudioFormat.PCMU_8K, VadSettings.energy());
    private final Ear ear = new Ear(PhraseBank.load(), "");
    private final AudioInput input = new AudioInput(AudioInput.Coding.MULAW, 8_000);
    private final List<Long> delays = new ArrayList<>();
    private long packetMs;
    private long earMs;

    private Endpointing() {}

    /** The mean over the phrases in {@code audio} (raw mu-law), in milliseconds. */
    static double laterMs(Path audio) throws IOException {
        Endpointing endpointing = new Endpointing();
        byte[] all = Files.readAllBytes(audio);
        for (int from = 0; from + PACKET_BYTES <= all.length; from += PACKET_BYTES) {
            endpointing.onPacket(Unpooled.wrappedBuffer(all, from, PACKET_BYTES));
        }
        return endpointing.delays.stream().mapToLong(Long::longValue).average().orElse(0);
    }

    private void onPacket(ByteBuf packet) {
        packetMs += PACKET_MS;
        Decision decision = detector.onAudio(packet, TimeUnit.MILLISECONDS.toNanos(packetMs), false);
        input.read(packet, this::onFrame);
        if (decision == Decision.SPEECH_ENDED) {
            delays.add(earMs - TimeUnit.NANOSECONDS.toMillis(detector.lastSpeechNs()));
        }
    }

    private void onFrame(short[] samples) {
        ear.onFrame(samples, 0);
        if (ear.speaking() && ear.silenceMs() == 0) {
            earMs = packetMs;
        }
    }
}
