package io.earshot.tools.call;

import io.earshot.media.audio.AudioFormat;
import io.earshot.media.audio.AudioSink;
import io.earshot.media.audio.AudioSource;
import io.earshot.tools.call.Talk.Spurt;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The caller's mouth and ears: says the utterances when the script cues them and notes who was audible when.
 * Confined to the call's loop.
 */
final class Conversation implements AudioSink, AudioSource {
    /** Packets further apart than this belong to different stretches of the agent's speech. */
    static final long AGENT_PAUSE_NS = 200_000_000L;
    /** An utterance is one stretch, whatever pauses its speaker makes. */
    private static final long CALLER_PAUSE_NS = Long.MAX_VALUE;

    private final CallerScript script;
    private final LongSupplier clock;
    private final CallWatcher watcher;
    private final Talk agent = new Talk(AGENT_PAUSE_NS);
    private final Talk agentSound = new Talk(AGENT_PAUSE_NS);
    private final List<TurnMeter.Said> said = new ArrayList<>();
    private AudioFormat format = AudioFormat.PCMU_8K;
    private @Nullable Utterance speaking;
    private byte[] speech = {};
    private int spokenBytes;
    private @Nullable StereoRecorder recorder;
    private ByteBuf packet = Unpooled.EMPTY_BUFFER;
    private Talk mine = new Talk(CALLER_PAUSE_NS);

    /** @param clock monotonic nanoseconds */
    Conversation(List<Utterance> lines, LongSupplier clock, CallWatcher watcher) {
        this.script = new CallerScript(lines);
        this.clock = clock;
        this.watcher = watcher;
    }

    /**
     * The call was answered and its audio has this format.
     *
     * @param recording takes both sides, or null
     */
    void answered(AudioFormat agreed, @Nullable StereoRecorder recording) {
        format = agreed;
        recorder = recording;
        script.answered(clock.getAsLong());
    }

    /** Whether the caller has nothing more to say and the agent has answered the last of it. */
    boolean finished() {
        return script.finished(clock.getAsLong(), agent);
    }

    /** What the caller said so far. */
    List<TurnMeter.Said> said() {
        return List.copyOf(said);
    }

    /** When the agent was loud enough to be heard so far. */
    List<Spurt> agentSpeech() {
        return agent.spurts();
    }

    /** When the agent sent any sound so far. */
    List<Spurt> agentSound() {
        return agentSound.spurts();
    }

    @Override
    public void onAudio(ByteBuf audio, long arrivalNs, boolean concealed) {
        if (recorder != null) {
            recorder.agent(audio, arrivalNs);
        }
        int rms = concealed ? 0 : Loudness.rms(audio, format);
        if (rms >= Loudness.SOUND_RMS) {
            agentSound.onSpeech(arrivalNs);
        }
        if (rms >= Loudness.SPEECH_RMS) {
            if (!agent.audible(arrivalNs, CallerScript.QUIET_NS)) {
                watcher.onAgentTalking();
            }
            agent.onSpeech(arrivalNs);
        }
    }

    @Override
    public int read(ByteBuf out, int maxBytes) {
        if (speaking == null && !begin()) {
            return 0;
        }
        packet = Unpooled.wrappedBuffer(speech, spokenBytes, Math.min(maxBytes, speech.length - spokenBytes));
        spokenBytes += packet.readableBytes();
        out.writeBytes(packet.duplicate());
        return packet.readableBytes();
    }

    @Override
    public void onSent(long sentNs) {
        if (recorder != null) {
            recorder.caller(packet, sentNs);
        }
        if (Loudness.rms(packet, format) >= Loudness.SPEECH_RMS) {
            mine.onSpeech(sentNs);
        }
        if (speaking != null && spokenBytes == speech.length) {
            end(speaking, sentNs);
        }
    }

    private boolean begin() {
        speaking = script.due(clock.getAsLong(), agent);
        if (speaking == null) {
            return false;
        }
        watcher.onSaying(speaking.name());
        speech = Spoken.encode(speaking, format);
        spokenBytes = 0;
        mine = new Talk(CALLER_PAUSE_NS);
        return true;
    }

    private void end(Utterance ended, long sentNs) {
        speaking = null;
        for (Spurt spurt : mine.spurts()) {
            said.add(new TurnMeter.Said(ended.name(), spurt));
        }
        script.spoken(sentNs);
    }
}
