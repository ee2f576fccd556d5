package io.earshot.tools.simulate.groq;

import io.earshot.tools.simulate.behaviour.Fault;
import io.earshot.tools.simulate.behaviour.FaultKind;

/**
 * A request that is being answered. Immutable.
 *
 * @param callId id of the function call, should the reply have one
 * @param fault what strikes the answer
 * @param arrivedNs when the request was whole
 */
record ChatTask(
        ChatRequest request, Assistant.Reply reply, ChatFrame frame, String callId, Fault fault, long arrivedNs) {
    /** About what a tokenizer makes of the messages. */
    int promptTokens() {
        return request.lines().stream()
                .mapToInt(line -> 4 + line.text().length() / 4)
                .sum();
    }

    /** How much later the fault makes the first token. */
    long slowNs() {
        return fault.kind() == FaultKind.SLOW ? fault.delayNs() : 0;
    }

    /** Whether the fault spoils the answer half-way. */
    boolean spoilt() {
        return fault.kind() != FaultKind.NONE && fault.kind() != FaultKind.SLOW;
    }
}
