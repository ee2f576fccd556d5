package io.earshot.ai.agent;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** What the parts of a conversation want done, in order. Confined to the call's loop. */
final class Outbox {
    private final ArrayDeque<Output> outputs = new ArrayDeque<>();

    void add(Output output) {
        outputs.add(output);
    }

    @Nullable
    Output poll() {
        return outputs.poll();
    }
}
