package io.earshot.bridge.webhook;

import io.earshot.livekit.webhook.WebhookEvent;

/** Acts on authentic events, one after another on the inbox's thread. */
@FunctionalInterface
public interface WebhookHandler {
    /**
     * Whether this node can act on the event now; otherwise it is answered 503, and LiveKit sends it again, perhaps to another node. May be
     * called on any thread.
     */
    default boolean accepts(WebhookEvent event) {
        return true;
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
