package io.earshot.ai.tts;

/** One utterance being spoken. Confined to the call's loop. */
public interface TtsStream {
    /** Adds text, usually a sentence, with its own trailing space. */
    void say(String text);

    /** No more text follows. */
    void finish();

    /** Drops the utterance; late audio of it is discarded. May be called again, also after the end. */
    void cancel();
}
