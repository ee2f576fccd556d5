package io.earshot.livekit.worker;

import java.util.Map;

/** What a worker answers when it is offered a job. Immutable. */
public sealed interface JobAnswer {
    /**
     * It will join the room as this participant.
     *
     * @param identity identity within the room, another for each job
     * @param name name that others see
     * @param attributes attributes from the start
     */
    record Accept(String identity, String name, Map<String, String> attributes) implements JobAnswer {
        public Accept {
            attributes = Map.copyOf(attributes);
        }
    }

    /** Some other worker shall have it. */
    record Decline() implements JobAnswer {}

    /** It needs nobody: what it asks for is there. */
    record Needless() implements JobAnswer {}
}
