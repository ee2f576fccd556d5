package io.earshot.livekit.webhook;

/** What came of one webhook request. Immutable. */
public sealed interface WebhookResult {

    /**
     * The request is authentic.
     *
     * @param event what happened; may come again (same {@link WebhookEvent#id()}) and out of order
     * @param keyId name of the key that signed it
     */
    record Verified(WebhookEvent event, String keyId) implements WebhookResult {}

    /**
     * The request is to be refused, without effect.
     *
     * @param status HTTP status to answer: 400, 401 or 413
     * @param reason for the log and the counter; never quotes the token or the body
     */
    record Rejected(int status, String reason) implements WebhookResult {}
}
