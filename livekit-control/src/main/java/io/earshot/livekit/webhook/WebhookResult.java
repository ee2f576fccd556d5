package io.earshot.livekit.webhook;

import io.earshot.livekit.token.ApiKey;

/** What came of one webhook request. Immutable. */
public sealed interface WebhookResult {

    /**
     * The request is authentic.
     *
     * @param event what happened; may come again (same {@link WebhookEvent#id()}) and out of order
     * @param key the key that signed it
     */
    record Verified(WebhookEvent event, ApiKey key) implements WebhookResult {
        /** Name of the key that signed it. */
        public String keyId() {
            return key.id();
        }
    }

    /**
     * The request is to be refused, without effect.
     *
     * @param status HTTP status to answer: 400, 401 or 413
     * @param reason for the log and the counter; never quotes the token or the body
     * @param signed whether the token bore the signature of one of our keys, so that its sender may be told the reason
     */
    record Rejected(int status, String reason, boolean signed) implements WebhookResult {
        /** Without a signature of ours. */
        public Rejected(int status, String reason) {
            this(status, reason, false);
        }
    }
}
