package io.earshot.bridge.webhook;

import io.earshot.livekit.webhook.WebhookEvent;

/** Acts on authentic events, one after another on the inbox's thread. */
@FunctionalInterface
public interface WebhookHandler {
    /**
     * Why this node cannot act on the event now: it is answered 503 with these words, and LiveKit sends it again, perhaps to another
     * node. Empty when it can. May be called on any thread.
     */
    default String refusal(WebhookEvent event) {
        return "";
    }

    /**
     * Acts on an event that came for the first time and is not stale.
     *
     * @param event what happened
     * @param call the telephone call that it belongs to, as far as it is known
     * @return {@link Outcome#HANDLED} or {@link Outcome#IGNORED}
     */
    Outcome onEvent(WebhookEvent event, Correlation call);
}
