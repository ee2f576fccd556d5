package io.earshot.ai.agent;

import io.earshot.media.audio.AudioFormat;
import io.earshot.media.audio.AudioSource;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The queue between voice and leg. Audio is queued by speech; speeches play in the order in which they were released.
 * It knows how much of each was really sent. Reading copies at most one frame, which never holds two speeches, and
 * allocates nothing; pausing and cutting take effect with the next frame. Confined to the call's loop.
 */
final class Playout implements AudioSource {
    /** What happens while playing; called on the call's loop. */
    interface Marks {
        /** The first packet of {@code speech} was sent; its frame was taken at {@code frameNs}. */
        void onStarted(int speech, long frameNs, long sentNs);

        /** The last packet of {@code speech}, whose audio is complete, was sent. */
        void onDrained(int speech, long sentNs);
    }

    /** Audio held at most, over all speeches: beyond it the newest is dropped and counted. */
    static final int MAX_QUEUED_MS = 120_000;

    private final AudioFormat format;
    private final LongSupplier nanoClock;
    private final Marks marks;
    private final List<SpeechAudio> speeches = new ArrayList<>(4);
    private final List<SpeechAudio> order = new ArrayList<>(4);
    private int queuedBytes;
    private boolean paused;
    private boolean held;
    private @Nullable SpeechAudio sending;
    private int sendingBytes;
    private long frameNs;
    private long lastSentNs;
    private long sentBytes;
    private long underruns;
    private long underrunBytes;
    private long droppedBytes;
    private boolean starving;
    private long reads;

    /**
     * @param format the format of the leg and of all audio given
     * @param nanoClock the call's monotonic clock
     */
    Playout(AudioFormat format, LongSupplier nanoClock, Marks marks) {
        this.format = format;
        this.nanoClock = nanoClock;
        this.marks = marks;
    }

    /** Begins a speech; it does not play until it is released. */
    void open(int speech) {
        speeches.add(new SpeechAudio(speech));
    }

    /**
     * Queues audio of an open speech, without the silence before its first sound, and takes ownership of it; audio of an
     * unknown speech is dropped.
     */
    void append(int speech, ByteBuf audio) {
        SpeechAudio queue = find(speech);
        if (queue != null) {
            queue.skipLeadIn(audio, format);
        }
        int bytes = audio.readableBytes();
        if (queue == null || bytes == 0) {
            audio.release();
        } else if (queuedBytes + bytes > format.bytes(MAX_QUEUED_MS)) {
            droppedBytes += bytes;
            audio.release();
        } else {
            queuedBytes += bytes;
            queue.add(audio);
        }
    }

    /** No more audio of {@code speech} will come. */
    void complete(int speech) {
        SpeechAudio queue = find(speech);
        if (queue == null) {
            return;
        }
        queue.complete();
        if (queue.drained() && queue != sending && order.contains(queue)) {
            drained(queue, queue.started() ? lastSentNs : nanoClock.getAsLong());
        }
    }

    /** Lets {@code speech} play, after those released before it. */
    void release(int speech) {
        SpeechAudio queue = find(speech);
        if (queue == null || order.contains(queue)) {
            return;
        }
        order.add(queue);
        if (queue.drained()) {
            drained(queue, nanoClock.getAsLong());
        }
    }

    /** Lets {@code speech} play now, before those released earlier, which go on after it. */
    void interject(int speech) {
        SpeechAudio queue = find(speech);
        if (queue != null && !order.contains(queue)) {
            order.addFirst(queue);
        }
    }

    /** How often a frame was asked for. */
    long reads() {
        return reads;
    }

    /** Whether there is sound to be sent now. */
    boolean waiting() {
        return !paused && !held && !order.isEmpty() && order.getFirst().queuedBytes() > 0;
    }

    /** Whether the speech whose turn it is has begun and has nothing to give, although more is due. */
    boolean starved() {
        return starving;
    }

    /** Drops what is left of {@code speech}. Its {@link Marks} stay silent from now on. */
    void cut(int speech) {
        SpeechAudio queue = find(speech);
        if (queue != null) {
            forget(queue);
        }
    }

    /** Falls silent with the next frame and keeps what was not played. */
    void pause() {
        paused = true;
    }

    /** Goes on where {@link #pause} stopped. */
    void resume() {
        paused = false;
    }

    /** Falls silent for as long as the call is on hold. */
    void hold(boolean on) {
        held = on;
    }

    /** Drops everything. */
    void close() {
        while (!speeches.isEmpty()) {
            forget(speeches.getLast());
        }
    }

    @Override
    public int read(ByteBuf out, int maxBytes) {
        reads++;
        sending = null;
        if (paused || held || order.isEmpty()) {
            return 0;
        }
        SpeechAudio head = order.getFirst();
        if (head.queuedBytes() < maxBytes && !head.completed()) {
            starve(head, maxBytes);
            return 0;
        }
        starving = false;
        return take(head, out, maxBytes);
    }

    private int take(SpeechAudio head, ByteBuf out, int maxBytes) {
        int bytes = head.read(out, maxBytes);
        queuedBytes -= bytes;
        sending = head;
        sendingBytes = bytes;
        if (!head.started()) {
            frameNs = nanoClock.getAsLong();
        }
        return bytes;
    }

    private void starve(SpeechAudio head, int maxBytes) {
        if (head.started()) {
            underruns += starving ? 0 : 1;
            underrunBytes += maxBytes;
            starving = true;
        }
    }

    @Override
    public void onSent(long sentNs) {
        SpeechAudio sent = sending;
        sending = null;
        if (sent == null) {
            return;
        }
        lastSentNs = sentNs;
        sentBytes += sendingBytes;
        sent.sent(sendingBytes);
        if (!sent.started()) {
            sent.start();
            marks.onStarted(sent.speech, frameNs, sentNs);
        }
        if (sent.drained() && speeches.contains(sent)) {
            drained(sent, sentNs);
        }
    }

    private void drained(SpeechAudio queue, long atNs) {
        order.remove(queue);
        marks.onDrained(queue.speech, atNs);
    }

    /** How far into the audio of {@code speech} the call is, in milliseconds; 0 when it is unknown or not begun. */
    int sentMs(int speech) {
        SpeechAudio queue = find(speech);
        return queue == null ? 0 : millis(queue.positionBytes());
    }

    /** Milliseconds of audio that {@code speech} was given so far; 0 when it is unknown. */
    int audioMs(int speech) {
        SpeechAudio queue = find(speech);
        return queue == null ? 0 : millis(queue.givenBytes());
    }

    /** Whether an open speech was given nothing but the silence before its first sound so far. */
    boolean silent(int speech) {
        SpeechAudio queue = find(speech);
        return queue != null && queue.silent();
    }

    /** Whether the voice gave all audio of {@code speech}. */
    boolean completed(int speech) {
        SpeechAudio queue = find(speech);
        return queue != null && queue.completed();
    }

    /** When the latest packet was sent; 0 before the first. */
    long lastSentNs() {
        return lastSentNs;
    }

    /** Whether a speech is playing, or paused within. */
    boolean busy() {
        return !order.isEmpty() && order.getFirst().started();
    }

    /** Totals of the call so far. */
    PlayoutStats stats() {
        return new PlayoutStats(millis(sentBytes), underruns, millis(underrunBytes), millis(droppedBytes));
    }

    private int millis(long bytes) {
        return (int) (bytes / format.bytes(1));
    }

    private void forget(SpeechAudio queue) {
        queuedBytes -= queue.queuedBytes();
        queue.release();
        speeches.remove(queue);
        order.remove(queue);
        if (sending == queue) {
            sending = null;
        }
    }

    private @Nullable SpeechAudio find(int speech) {
        for (int i = speeches.size() - 1; i >= 0; i--) {
            if (speeches.get(i).speech == speech) {
                return speeches.get(i);
            }
        }
        return null;
    }
}
