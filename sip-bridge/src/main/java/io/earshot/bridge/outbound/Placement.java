package io.earshot.bridge.outbound;

/** What came of an order. */
sealed interface Placement {
    /** The call is on its way. */
    record Placed(String callId, String sipCallId, String trunk, String to) implements Placement {}

    /**
     * It is not placed.
     *
     * @param status HTTP status
     * @param outcome word for metrics
     * @param text for people
     */
    record Refused(int status, String outcome, String text) implements Placement {}
}
