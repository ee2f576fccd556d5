package io.earshot.perf.compare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.earshot.livekit.room.RoomServices;
import io.earshot.livekit.room.RoomSettings;
import io.earshot.media.net.MediaLoop;
import io.earshot.media.net.MediaLoops;
import io.earshot.media.net.MediaLoopsConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;

/**
 * The other end of each call: a participant that joins a caller's room when the server tells of it, listens, and sends {@link Pulse}s.
 * Earshot's own participant in both cases, so that both paths end alike. Thread-safe: rooms are confined to their loops.
 */
final class RoomSide implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final MediaLoops loops = MediaLoops.start(new MediaLoopsConfig(1, 5, true));
    private final RoomServices services = RoomServices.create(RoomSettings.DEFAULT);
    private final Map<String, RoomGuest> guests = new ConcurrentHashMap<>();
    private final HttpServer webhooks;
    private final boolean pcmu;
    private volatile PathTimes times;

    /** @param pcmu whether PCMU is sent into the room rather than Opus */
    RoomSide(PathTimes times, boolean pcmu) throws IOException {
        this.times = times;
        this.pcmu = pcmu;
        services.warm();
        webhooks = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        webhooks.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        webhooks.createContext("/", exchange -> {
            JsonNode event = JSON.readTree(exchange.getRequestBody().readAllBytes());
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
            onEvent(event);
        });
        webhooks.start();
    }

    /** Where the server posts its events. */
    URI webhooks() {
        return URI.create("http://127.0.0.1:" + webhooks.getAddress().getPort() + "/");
    }

    /** Measures into these from the next room on. */
    void measure(PathTimes into) {
        times = into;
    }

    /** Leaves all rooms. */
    void leaveAll() {
        guests.values().forEach(RoomGuest::leave);
        guests.clear();
    }

    @Override
    public void close() {
        webhooks.stop(0);
        leaveAll();
        loops.close();
        services.close();
    }

    private void onEvent(JsonNode event) {
        String room = event.path("room").path("name").asText();
        String kind = event.path("event").asText();
        if (kind.equals("participant_joined")
                && event.path("participant").path("kind").asText().equals("SIP")) {
            String phone = event.path("participant")
                    .path("attributes")
                    .path("sip.phoneNumber")
                    .asText();
            int caller = Callers.index(phone);
            if (caller >= 0) {
                guests.computeIfAbsent(room, name -> join(name, caller));
            }
        } else if (kind.equals("participant_left") || kind.equals("room_finished")) {
            RoomGuest guest = guests.remove(room);
            if (guest != null) {
                guest.leave();
            }
        }
    }

    private RoomGuest join(String room, int caller) {
        MediaLoop loop = loops.next();
        RoomGuest guest = new RoomGuest(services, loop, times, caller, pcmu);
        loop.execute(() -> guest.join(room));
        return guest;
    }
}
