package io.earshot.bridge.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.earshot.bridge.http.HttpAnswer;
import io.earshot.livekit.token.ApiKey;
import io.earshot.livekit.webhook.EventType;
import io.earshot.livekit.webhook.WebhookEvent;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Answers {@code earshot doctor}, which posts an event of its own kind to find out whether a public address leads to this endpoint. The question
 * is signed like every webhook; the answer proves that its sender holds the same key, and says whether LiveKit's news of a room of the doctor's
 * have come. Thread-safe: a lock around the few names that are remembered.
 */
public final class EchoDesk {
    /** The kind of event that asks. */
    public static final String EVENT = "earshot_echo";

    /** How the rooms are called that a doctor makes. */
    public static final String ROOMS = "earshot-doctor-";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int REMEMBERED = 16;
    private static final int LONGEST_NAME = 64;

    private final Set<String> heard = Collections.synchronizedSet(new LinkedHashSet<>());
    private final WebhookCounters counters;

    EchoDesk(WebhookCounters counters) {
        this.counters = counters;
    }

    /**
     * What proves that an answer to the question {@code id} comes from a holder of {@code key}. The words in front keep it apart from everything
     * else that is signed with the key.
     */
    public static String proof(ApiKey key, String id) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(key.sign(("earshot echo answer " + id).getBytes(UTF_8)));
    }

    static boolean asks(WebhookEvent event) {
        return event.event().equals(EVENT);
    }

    /** Remembers the rooms of doctors, the latest few. */
    void heard(WebhookEvent event) {
        WebhookEvent.Room room = event.room();
        if (room == null || !room.name().startsWith(ROOMS) || room.name().length() > LONGEST_NAME) {
            return;
        }
        synchronized (heard) {
            heard.add(room.name());
            if (heard.size() > REMEMBERED) {
                heard.remove(heard.iterator().next());
            }
        }
    }

    HttpAnswer answer(WebhookEvent question, ApiKey key) {
        counters.count(EventType.UNKNOWN, Outcome.ECHO);
        WebhookEvent.Room room = question.room();
        ObjectNode answer = JSON.createObjectNode();
        answer.put("proof", proof(key, question.id()));
        answer.put("heard", room != null && heard.contains(room.name()));
        answer.put("refused", counters.of(Outcome.UNAUTHORIZED));
        return HttpAnswer.json(200, answer.toString().getBytes(UTF_8));
    }
}
