package io.earshot.tools.peers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** What a peer in another process tells, in order, until it ends. Thread-safe to add to; awaited by the test's thread alone. */
final class Events {
    private static final JsonNode END = JsonNodeFactory.instance.objectNode();

    private final BlockingQueue<JsonNode> coming = new LinkedBlockingQueue<>();
    private final List<JsonNode> passedOver = new ArrayList<>();
    private final String teller;
    private final Callable<String> log;

    /** @param log what else it wrote, for the message of a failure */
    Events(String teller, Callable<String> log) {
        this.teller = teller;
        this.log = log;
    }

    void add(JsonNode event) {
        coming.add(event);
    }

    /** Nothing more will come. */
    void end() {
        coming.add(END);
    }

    /** Forgets everything of this kind that came so far. */
    void forget(String kind) {
        coming.drainTo(passedOver);
        passedOver.removeIf(it -> isOf(it, kind));
    }

    /** The first event of this kind that fits and was not awaited before; fails when none comes in time. */
    JsonNode await(String kind, Predicate<JsonNode> fits, int seconds) throws Exception {
        for (JsonNode before : passedOver) {
            if (isOf(before, kind) && fits.test(before)) {
                passedOver.remove(before);
                return before;
            }
        }
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (true) {
            JsonNode next = coming.poll(Math.max(0, deadlineNs - System.nanoTime()), TimeUnit.NANOSECONDS);
            if (next == null || next == END) {
                String when = next == END ? " before its end" : " within " + seconds + " s";
                throw new AssertionError(
                        "no " + kind + " from " + teller + when + "; it told " + passedOver + "\n" + log.call());
            }
            if (isOf(next, kind) && fits.test(next)) {
                return next;
            }
            passedOver.add(next);
        }
    }

    private static boolean isOf(JsonNode event, String kind) {
        return event.path("event").asText().equals(kind);
    }
}
