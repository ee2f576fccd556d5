package io.earshot.tools.demo;

import io.earshot.tools.call.Cue;
import io.earshot.tools.call.Phrases;
import io.earshot.tools.call.Utterance;
import java.io.IOException;
import java.util.List;

/** What the caller says in the demonstration: three questions, an interruption of the last answer, and a farewell. */
final class DemoScript {
    private static final int INTERRUPT_AFTER_MS = 1_300;

    private DemoScript() {}

    /** The utterances in order. */
    static List<Utterance> lines() throws IOException {
        return List.of(
                Phrases.recorded("opening-hours", new Cue.Turn()),
                Phrases.recorded("repair-price", new Cue.Turn()),
                Phrases.recorded("parking", new Cue.Turn()),
                Phrases.recorded("stop-please", new Cue.Interruption(INTERRUPT_AFTER_MS)),
                Phrases.recorded("goodbye", new Cue.Turn()));
    }
}
