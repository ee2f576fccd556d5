package io.earshot.ai.stt;

import io.earshot.ai.provider.ProviderFailure;

/** What a recogniser says. Texts are those of the whole turn so far, never deltas. Immutable. */
public sealed interface SttEvent {
    /** The connection is up and takes audio. {@code requestId} is the vendor's id of it, for their support. */
    record Opened(String requestId) implements SttEvent {}

    /** The recogniser hears speech (a barge-in signal). */
    record SpeechStarted() implements SttEvent {}

    /** What the turn sounds like so far; may still change. */
    record Interim(String text) implements SttEvent {}

    /**
     * The text of the turn so far is fixed; more may follow before its end. Never given between
     * {@link SttStream#endTurn} and its answer.
     */
    record Final(String text) implements SttEvent {}

    /** The turn is probably over: a reply may be prepared, but not spoken. */
    record EagerEndOfTurn(String text, double confidence) implements SttEvent {}

    /** The caller went on: what was prepared since {@link EagerEndOfTurn} is void. */
    record TurnResumed() implements SttEvent {}

    /**
     * The turn is over and this is its text (empty: nothing was understood); the next text belongs to the next turn.
     * The one answer to {@link SttStream#endTurn}, and given unasked by a recogniser that detects ends of turn.
     */
    record EndOfTurn(String text) implements SttEvent {}

    /** A recogniser failed, and the recogniser {@code to} took over. */
    record FailedOver(ProviderFailure failure, String to) implements SttEvent {}

    /** The stream failed and is closed; nothing follows. */
    record Failed(ProviderFailure failure) implements SttEvent {}
}
