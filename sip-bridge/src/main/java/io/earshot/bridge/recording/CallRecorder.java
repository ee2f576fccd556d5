package io.earshot.bridge.recording;

import io.earshot.bridge.records.CallRecord;
import io.earshot.media.audio.AudioFormat;
import io.earshot.media.audio.AudioSink;
import io.earshot.media.audio.AudioSource;
import io.netty.buffer.ByteBuf;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The recorder of one call: stands between a call's two sides, and copies what passes while it records. Idle it costs a comparison a
 * packet. Confined to the call's loop.
 */
public final class CallRecorder {
    private final RecordingDesk desk;
    private final String callId;
    private final LongSupplier nanoClock;
    private final boolean planned;
    private @Nullable AudioFormat format;
    private @Nullable Take take;
    private CallRecord.@Nullable Recording last;
    private String consent = "none";
    private boolean announced;
    private boolean open;

    CallRecorder(RecordingDesk desk, String callId, boolean planned, LongSupplier nanoClock) {
        this.desk = desk;
        this.callId = callId;
        this.planned = planned;
        this.nanoClock = nanoClock;
    }

    String callId() {
        return callId;
    }

    /** Hears the caller on the way to {@code ears}. */
    public AudioSink ears(AudioFormat agreed, AudioSink ears) {
        format = agreed;
        return (audio, arrivalNs, concealed) -> {
            Take running = take;
            if (running != null) {
                running.put(Take.CALLER, arrivalNs, audio, audio.readerIndex(), audio.readableBytes());
            }
            ears.onAudio(audio, arrivalNs, concealed);
        };
    }

    /** Hears what {@code mouth} gives to the caller. */
    public AudioSource mouth(AudioFormat agreed, AudioSource mouth) {
        format = agreed;
        return new AudioSource() {
            @Override
            public int read(ByteBuf out, int maxBytes) {
                int from = out.writerIndex();
                int given = mouth.read(out, maxBytes);
                Take running = take;
                if (running != null && given > 0) {
                    running.put(Take.AGENT, nanoClock.getAsLong(), out, from, given);
                }
                return given;
            }

            @Override
            public void onSent(long sentNs) {
                mouth.onSent(sentNs);
            }
        };
    }

    /** Whether the call will be recorded unasked; if so, somebody announces it from now on. */
    boolean announce() {
        announced = planned;
        return planned;
    }

    /** The caller hears us from now on: a call that is to be recorded unasked is recorded from here. */
    public void answered() {
        open = true;
        if (!planned) {
            return;
        }
        if (desk.mustAnnounce() && !announced) {
            desk.notAnnounced(callId);
            return;
        }
        consent = announced ? "announced" : "none";
        start();
    }

    /** Begins to record, or goes on after a pause; false when there is no audio (yet), or too many are recorded. */
    boolean start() {
        AudioFormat agreed = format;
        if (!open || agreed == null) {
            return false;
        }
        if (take != null) {
            take.pause(false);
            return true;
        }
        take = desk.begin(callId, agreed, nanoClock.getAsLong());
        return take != null;
    }

    /** Records silence until told to go on; false when nothing is recorded. */
    boolean pause() {
        if (take == null) {
            return false;
        }
        take.pause(true);
        return true;
    }

    /** Ends the recording; false when there is none. */
    boolean stop() {
        Take running = take;
        if (running == null) {
            return false;
        }
        running.end(nanoClock.getAsLong());
        last = told(running, running.endNs());
        take = null;
        return true;
    }

    /** What the call's record tells of it; null without a recording. */
    public CallRecord.@Nullable Recording told() {
        return take == null ? last : told(take, nanoClock.getAsLong());
    }

    /** The call is over. */
    public void ended() {
        open = false;
        stop();
        desk.forget(this);
    }

    private CallRecord.Recording told(Take of, long untilNs) {
        return new CallRecord.Recording(
                of.file().toString(), desk.formatLabel(), (untilNs - of.originNs()) / 1e9, consent);
    }
}
