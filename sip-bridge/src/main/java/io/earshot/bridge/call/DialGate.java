package io.earshot.bridge.call;

import java.util.Optional;

/**
 * Says where the bridge may send a call. Everything that makes it call or transfer somewhere asks here first, whoever wants it.
 * Thread-safe by contract; never waits.
 */
public interface DialGate {
    /** Lets every call go everywhere. */
    DialGate OPEN = new DialGate() {
        @Override
        public Optional<Refusal> request(String callId, String uri) {
            return Optional.empty();
        }

        @Override
        public String wouldRefuse(String uri) {
            return "";
        }

        @Override
        public void over(String callId) {}
    };

    /**
     * Asks to send a call to a SIP or tel URI, and counts it when the answer is yes.
     *
     * @return why it may not go there; empty when it may, and then {@link #over} must follow
     */
    default String ask(String callId, String uri) {
        return request(callId, uri).map(Refusal::text).orElse("");
    }

    /** The same, with more about the refusal. */
    Optional<Refusal> request(String callId, String uri);

    /**
     * Why a call may not be sent. Immutable.
     *
     * @param label a word for metrics
     * @param text for people
     * @param later whether the same call may be sent at another time
     */
    record Refusal(String label, String text, boolean later) {}

    /** The same without counting what is allowed. */
    String wouldRefuse(String uri);

    /** The call is sent no more: it arrived, failed or ended. Nothing happens when it was not being sent. */
    void over(String callId);
}
