package io.earshot.tools.simulate.cartesia;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.earshot.tools.simulate.behaviour.Behaviour;
import io.earshot.tools.simulate.behaviour.Service;
import io.earshot.tools.simulate.http.Json;
import io.earshot.tools.simulate.http.WebSocketPeer;
import io.earshot.tools.simulate.http.WebSocketSession;
import io.earshot.tools.simulate.voice.VoiceBox;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** One client's socket with its contexts. Confined to its loop; only the count of active contexts is shared. */
final class SpeechSocket implements WebSocketSession {
    private static final int MOST_CONTEXTS = 512;
    private static final int MOST_EXPIRED = 64;

    private final SpeechSettings settings;
    private final Behaviour behaviour;
    private final VoiceBox voices;
    private final String version;
    private final AtomicInteger active;
    private final AtomicInteger sockets;
    private final Map<String, SpeechContext> contexts = new HashMap<>();
    private final Set<String> expired = new LinkedHashSet<>();
    private @Nullable WebSocketPeer peer;
    private @Nullable SpeechEvents events;
    private long lastMessageNs;
    private boolean closed;

    SpeechSocket(
            SpeechSettings settings,
            Behaviour behaviour,
            VoiceBox voices,
            String version,
            AtomicInteger active,
            AtomicInteger sockets) {
        this.settings = settings;
        this.behaviour = behaviour;
        this.voices = voices;
        this.version = version;
        this.active = active;
        this.sockets = sockets;
    }

    @Override
    public void onOpen(WebSocketPeer opened) {
        peer = opened;
        events = new SpeechEvents(opened, version);
        lastMessageNs = opened.timer().nowNs();
        watchIdle();
    }

    @Override
    public void onText(ByteBuf message) {
        lastMessageNs = peer().timer().nowNs();
        ObjectNode body = Json.object(message);
        String contextId = "";
        try {
            contextId = body == null ? "" : SpeechRequest.contextId(body);
            if (body != null && body.path("cancel").asBoolean(false)) {
                cancel(contextId);
            } else {
                onRequest(SpeechRequest.of(body));
            }
        } catch (SpeechRefusal refusal) {
            behaviour.stats().count("cartesia.errors");
            events().error(contextId, refusal);
        }
    }

    @Override
    public void onBinary(ByteBuf data) {
        events().error("", SpeechRefusal.invalid("messages are text"));
    }

    @Override
    public void onClosed() {
        closed = true;
        contexts.values().forEach(SpeechContext::abandon);
        active.addAndGet(-contexts.size());
        contexts.clear();
        sockets.decrementAndGet();
    }

    private void onRequest(SpeechRequest request) {
        if (expired.contains(request.contextId())) {
            throw SpeechRefusal.invalid("context " + request.contextId() + " has expired");
        }
        SpeechContext context = contexts.get(request.contextId());
        if (context == null) {
            context = open(request);
        }
        context.onRequest(request);
    }

    private SpeechContext open(SpeechRequest request) {
        boolean full = settings.concurrency() > 0 && active.get() >= settings.concurrency();
        if (full || contexts.size() >= MOST_CONTEXTS) {
            throw new SpeechRefusal(429, "concurrency_limited", "too many contexts are active");
        }
        SpeechContext context = new SpeechContext(
                request,
                settings,
                behaviour,
                voices,
                peer(),
                events(),
                behaviour.faultInside(Service.CARTESIA),
                this::onContextOver);
        contexts.put(request.contextId(), context);
        active.incrementAndGet();
        behaviour.stats().count("cartesia.contexts");
        return context;
    }

    private void cancel(String contextId) {
        SpeechContext context = contexts.get(contextId);
        if (context != null) {
            behaviour.stats().count("cartesia.cancelled");
            context.cancel();
        }
    }

    private void onContextOver(String contextId, boolean hasExpired) {
        if (contexts.remove(contextId) != null) {
            active.decrementAndGet();
        }
        if (hasExpired) {
            expired.add(contextId);
        }
        if (expired.size() > MOST_EXPIRED) {
            expired.remove(new ArrayList<>(expired).get(0));
        }
    }

    private void watchIdle() {
        if (closed) {
            return;
        }
        long left = lastMessageNs + settings.idle().toNanos() - peer().timer().nowNs();
        if (left <= 0) {
            peer().close(1000, "idle timeout");
        } else {
            peer().timer().after(left, this::watchIdle);
        }
    }

    private WebSocketPeer peer() {
        return Objects.requireNonNull(peer, "messages come after the opening");
    }

    private SpeechEvents events() {
        return Objects.requireNonNull(events, "messages come after the opening");
    }
}
