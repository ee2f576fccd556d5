package io.earshot.bridge.webhook;

import io.earshot.livekit.webhook.EventType;
import io.earshot.livekit.webhook.WebhookEvent;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The crossing from HTTP's threads to one thread that acts on events in the order in which they came. The queue is bounded; what
 * does not fit is refused, and LiveKit sends it again. Thread-safe: {@link #offer} may come from any thread.
 */
public final class WebhookInbox implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(WebhookInbox.class);

    private final BlockingQueue<WebhookEvent> queue;
    private final SeenEvents seen;
    private final RoomDirectory rooms;
    private final WebhookHandler handler;
    private final WebhookCounters counters;
    private final Thread thread;

    /**
     * Starts the thread.
     *
     * @param capacity events that may wait
     * @param remembered ids remembered in order to know repetitions
     */
    public WebhookInbox(
            int capacity, int remembered, RoomDirectory rooms, WebhookHandler handler, WebhookCounters counters) {
        this.queue = new ArrayBlockingQueue<>(capacity);
        this.seen = new SeenEvents(remembered);
        this.rooms = rooms;
        this.handler = handler;
        this.counters = counters;
        this.thread = Thread.ofVirtual().name("webhooks").start(this::run);
    }

    /** Takes an event over; why not, when there is no room for it now. A repeated one is taken and does nothing. */
    String offer(WebhookEvent event) {
        if (!seen.add(event.id())) {
            told(event, Correlation.NONE, Outcome.DUPLICATE);
            return "";
        }
        String refusal = handler.refusal(event);
        if (refusal.isEmpty() && queue.offer(event)) {
            return "";
        }
        seen.forget(event.id());
        counters.count(event.type(), Outcome.OVERLOADED);
        return refusal.isEmpty() ? "too many events wait" : "no agent now: " + refusal;
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void run() {
        try {
            while (true) {
                WebhookEvent event = queue.take();
                handle(event);
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private void handle(WebhookEvent event) {
        Correlation call = rooms.apply(event);
        Outcome outcome = Outcome.STALE;
        if (!call.stale()) {
            try {
                outcome = handler.onEvent(event, call);
            } catch (RuntimeException bug) {
                log.error("webhook {} failed", event.type().label(), bug);
                outcome = Outcome.FAILED;
            }
        }
        told(event, call, outcome);
    }

    private void told(WebhookEvent event, Correlation call, Outcome outcome) {
        counters.count(event.type(), outcome);
        WebhookEvent.Participant participant = event.participant();
        log.info(
                "webhook event={} outcome={} id={} room={} participant={} kind={} track={} sip.callID={} sip={}",
                event.type() == EventType.UNKNOWN
                        ? LogText.of(event.event())
                        : event.type().label(),
                outcome.label(),
                LogText.of(event.id()),
                LogText.of(event.room() == null ? "" : event.room().name()),
                LogText.of(participant == null ? "" : participant.identity()),
                // Events of tracks do not carry it: what is read there is the standard value.
                LogText.of(participant == null || event.track() != null ? "" : participant.kind()),
                LogText.of(event.track() == null ? "" : event.track().sid()),
                LogText.of(call.sipCallId()),
                LogText.of(call.sipCallIdFull()));
    }
}
