package io.earshot.ai.turn;

import io.earshot.ai.stt.SttEvent;

/**
 * Decides when the caller's turn is over, from the voice activity detector and the recogniser. Either the recogniser
 * decides, with long silence as a net below it; or we do, from silence, and then wait a bounded time for the final
 * text. Sans-IO; confined to the call's loop.
 *
 * <pre>
 * IDLE ── speech ──► SPEAKING ── silence ──► SILENT ── long enough: ask for the text ──► AWAITING_TEXT ── text or limit ──► IDLE
 *                        ▲ └── recogniser: end of turn ──► IDLE                                │
 *                        └──────────── speech ─────────────┴───────────────────────────────────┘
 * </pre>
 */
public final class TurnDetector {
    /** What an input means for the turn. */
    public enum Verdict {
        /** Nothing yet. */
        NONE,
        /** The turn is over by silence: the recogniser is to be asked for its text. */
        ASK_FINAL,
        /** The turn is probably over; {@link #text} is what it would be. */
        EAGER,
        /** It was not over after all. */
        RESUMED,
        /** The turn is over and {@link #text} was said. */
        OVER,
        /** The turn is over, and nothing was understood. */
        NO_WORDS
    }

    private enum State {
        IDLE,
        SPEAKING,
        SILENT,
        AWAITING_TEXT
    }

    private final boolean local;
    private final TurnSettings settings;
    private State state = State.IDLE;
    private long deadlineNs = Long.MAX_VALUE;
    /** Turns that the recogniser ended while we decide: one turn of ours may span several of its own. */
    private String fixed = "";

    private String current = "";
    private String text = "";
    private boolean late;

    /**
     * @param settings when a turn is over
     * @param local whether we decide, see {@link TurnSettings#decidedLocally}
     */
    public TurnDetector(TurnSettings settings, boolean local) {
        this.settings = settings;
        this.local = local;
    }

    /** The caller started to speak. */
    public void onSpeechStart() {
        late = false;
        become(State.SPEAKING, Long.MAX_VALUE);
    }

    /** The caller is silent since {@code lastSpeechNs}. */
    public void onSpeechEnd(long lastSpeechNs) {
        if (state == State.SPEAKING) {
            long ms = local ? settings.minSilenceMs() : settings.maxSilenceMs();
            become(State.SILENT, lastSpeechNs + ms * 1_000_000L);
        }
    }

    /** The recogniser said something. */
    public Verdict onStt(SttEvent event, long nowNs) {
        return switch (event) {
            case SttEvent.Interim(String words) -> onWords(words, nowNs);
            case SttEvent.Final(String words) -> onFinal(words, nowNs);
            case SttEvent.EndOfTurn(String words) -> onEndOfTurn(words, nowNs);
            case SttEvent.EagerEndOfTurn(String words, double confidence) -> onEager(words);
            case SttEvent.TurnResumed() -> local ? Verdict.NONE : Verdict.RESUMED;
            case SttEvent.Opened opened -> Verdict.NONE;
            case SttEvent.SpeechStarted started -> Verdict.NONE;
            case SttEvent.FailedOver other -> Verdict.NONE;
            case SttEvent.Failed failed -> Verdict.NONE;
        };
    }

    private Verdict onWords(String words, long nowNs) {
        if (words.isBlank()) {
            return Verdict.NONE;
        }
        current = words;
        if (state == State.IDLE && !late) {
            become(State.SILENT, nowNs + settings.maxSilenceMs() * 1_000_000L);
        }
        return Verdict.NONE;
    }

    private Verdict onFinal(String words, long nowNs) {
        if (late) {
            late = false;
            return Verdict.NONE;
        }
        onWords(words, nowNs);
        return state == State.AWAITING_TEXT ? over() : Verdict.NONE;
    }

    private Verdict onEndOfTurn(String words, long nowNs) {
        if (!local) {
            current = words;
            late = false;
            return over();
        }
        if (late || (state == State.IDLE && words.equals(text))) {
            late = false;
            return Verdict.NONE;
        }
        onWords(words, nowNs);
        if (state == State.AWAITING_TEXT) {
            return over();
        }
        fixed = join(fixed, words);
        current = "";
        return Verdict.NONE;
    }

    private Verdict onEager(String words) {
        current = words;
        text = join(fixed, words);
        return local || words.isBlank() ? Verdict.NONE : Verdict.EAGER;
    }

    /** Whether any words of the turn under way are known. */
    public boolean hasWords() {
        return !current.isBlank() || !fixed.isBlank();
    }

    /** The recogniser has gone quiet: ends the turn with what it said until now, as {@link Verdict#OVER} or {@code NO_WORDS}. */
    public Verdict abandon() {
        Verdict verdict = over();
        late = local;
        return verdict;
    }

    /** To be called at {@link #deadlineNs} or later. */
    public Verdict onDeadline(long nowNs) {
        if (deadlineNs == Long.MAX_VALUE || deadlineNs - nowNs > 0) {
            return Verdict.NONE;
        }
        return switch (state) {
            case SILENT -> {
                become(State.AWAITING_TEXT, nowNs + settings.finalTranscriptMs() * 1_000_000L);
                yield Verdict.ASK_FINAL;
            }
            case AWAITING_TEXT -> {
                Verdict verdict = over();
                late = local;
                yield verdict;
            }
            case IDLE, SPEAKING -> {
                deadlineNs = Long.MAX_VALUE;
                yield Verdict.NONE;
            }
        };
    }

    /** When {@link #onDeadline} is due, monotonic nanoseconds; {@link Long#MAX_VALUE} when idle. */
    public long deadlineNs() {
        return deadlineNs;
    }

    /** The text of the turn that the last verdict was about. */
    public String text() {
        return text;
    }

    /** Whether we decide the ends of turns, and not the recogniser. */
    public boolean local() {
        return local;
    }

    private Verdict over() {
        text = join(fixed, current);
        fixed = "";
        current = "";
        become(State.IDLE, Long.MAX_VALUE);
        return text.isEmpty() ? Verdict.NO_WORDS : Verdict.OVER;
    }

    private static String join(String before, String after) {
        return (before + " " + after).strip();
    }

    private void become(State next, long untilNs) {
        state = next;
        deadlineNs = untilNs;
    }
}
