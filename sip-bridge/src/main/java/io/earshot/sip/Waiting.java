package io.earshot.sip;

import java.util.function.Consumer;

/**
 * Who waits for the outcome of a client transaction; kept with the transaction. Immutable.
 *
 * @param onOutcome runs on the call's executor
 */
record Waiting(SipCall call, Consumer<Outcome> onOutcome) {

    void tell(Outcome outcome) {
        call.post(() -> onOutcome.accept(outcome));
    }
}
