package io.earshot.tools.doctor;

import io.earshot.bridge.config.BridgeConfig;
import io.earshot.bridge.config.RoomModeConfig;
import io.earshot.bridge.webhook.EchoDesk;
import io.earshot.livekit.api.ApiException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import livekit.LivekitRoom.CreateRoomRequest;
import org.jspecify.annotations.Nullable;

/**
 * Whether LiveKit's events reach the bridge: a signed question to the address that LiveKit posts to, which only a holder of our key can answer,
 * and live an event of LiveKit's own about a room made for it. Where no bridge runs, the doctor listens in its place.
 */
final class WebhookCheck implements Check {
    private static final Duration CONNECT = Duration.ofSeconds(3);
    private static final long PATIENCE_NS = 4_000_000_000L;
    private static final long POLL_MS = 50;
    private static final int EMPTY_SECONDS = 20;

    private final @Nullable String named;

    /** Asks at {@code named}; null: where the configuration says. */
    WebhookCheck(@Nullable String named) {
        this.named = named;
    }

    @Override
    public String name() {
        return "webhook";
    }

    @Override
    public List<String> after() {
        return List.of(LiveKitKeyCheck.NAME);
    }

    @Override
    public Verdict run(Patient patient) throws InterruptedException {
        BridgeConfig config = patient.config();
        String outside = named == null ? config.livekit().webhook().publicUrl() : named;
        boolean wanted = config.livekit().room().start() == RoomModeConfig.Start.WEBHOOK;
        if (!wanted && outside.isEmpty()) {
            return Verdict.skipped("nothing that is configured needs LiveKit's events (livekit.room.start: webhook)");
        }
        if (!outside.isEmpty() && !outside.matches("(?i)https?://[^/]+/.+")) {
            return Verdict.of(
                    outside,
                    Finding.fault(
                            FaultClass.CONFIGURATION,
                            "the public address has no path, or is none of http:// or https://",
                            "Name it as webhook.urls of livekit-server does, such as https://voice.example.com"
                                    + config.livekit().webhook().path() + "."));
        }
        try (HttpClient client = HttpClient.newBuilder()
                .connectTimeout(CONNECT)
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build()) {
            return examine(patient, client, outside);
        }
    }

    private static Verdict examine(Patient patient, HttpClient client, String outside) throws InterruptedException {
        URI local = LocalAddress.webhook(patient.config());
        Echo here = ask(patient, client, local, "");
        boolean nobody = here.failure() instanceof ConnectException;
        if (nobody && !patient.live() && outside.isEmpty()) {
            return Verdict.skipped("no bridge runs at " + local + " (--live listens in its place)");
        }
        if (!nobody || !patient.live()) {
            return reached(
                    patient, client, local, here, outside, nobody ? "no bridge runs here" : "a bridge runs here");
        }
        try (EventsHere _ = EventsHere.open(patient.config(), patient.trustedKeys(), patient.clock())) {
            Echo ours = ask(patient, client, local, "");
            return reached(patient, client, local, ours, outside, "no bridge runs here, listened in its place");
        } catch (IOException inUse) {
            return Verdict.of(
                    "cannot listen at " + local,
                    Finding.fault(
                            FaultClass.WEBHOOK,
                            "the address of the webhook endpoint cannot be bound: " + inUse.getMessage(),
                            "Correct http.host, http.port or livekit.webhook.port, or end what uses the port."));
        }
    }

    private static Verdict reached(Patient patient, HttpClient client, URI local, Echo here, String outside, String who)
            throws InterruptedException {
        String path = patient.livekit().webhook().path();
        URI address = outside.isEmpty() ? local : URI.create(outside);
        Echo answer = outside.isEmpty() ? here : ask(patient, client, address, "");
        String measured = who + "; " + address + ": "
                + (answer.proven() ? "signed echo" : answer.answered() ? "HTTP " + answer.status() : "no answer")
                + " in "
                + LiveKitAddressCheck.ms(answer.tookNs());
        Finding wrong = answer.answered()
                ? EchoFindings.of(address, answer, outside.isEmpty() ? null : here, path)
                : EchoFindings.unreachable(
                        address, Reach.attempt(address.getHost(), port(address), secure(address)), answer);
        if (wrong != null) {
            return Verdict.of(measured, wrong);
        }
        return patient.live() ? delivered(patient, client, address, answer, measured) : Verdict.ok(measured);
    }

    /** Makes a room, and waits for LiveKit's own news of it. */
    private static Verdict delivered(Patient patient, HttpClient client, URI address, Echo before, String measured)
            throws InterruptedException {
        String room =
                EchoDesk.ROOMS + Long.toHexString(ThreadLocalRandom.current().nextLong());
        try {
            long beginNs = System.nanoTime();
            patient.api()
                    .rooms()
                    .create(CreateRoomRequest.newBuilder()
                            .setName(room)
                            .setEmptyTimeout(EMPTY_SECONDS)
                            .build());
            Echo after = await(patient, client, address, room, beginNs);
            long tookNs = System.nanoTime() - beginNs;
            patient.api().rooms().delete(room);
            return after.heard()
                    ? Verdict.ok(measured + "; LiveKit's own event came after " + LiveKitAddressCheck.ms(tookNs))
                    : Verdict.of(measured + "; no event of LiveKit's own in 4 s", silent(address, before, after));
        } catch (ApiException failure) {
            return ApiFindings.verdict(failure);
        }
    }

    private static Echo await(Patient patient, HttpClient client, URI address, String room, long beginNs)
            throws InterruptedException {
        while (true) {
            Echo answer = ask(patient, client, address, room);
            if (answer.heard() || System.nanoTime() - beginNs > PATIENCE_NS) {
                return answer;
            }
            Thread.sleep(POLL_MS);
        }
    }

    static Finding silent(URI address, Echo before, Echo after) {
        if (after.refused() > before.refused()) {
            return Finding.fault(
                    FaultClass.KEY,
                    "LiveKit's events arrive, but are signed with another key than ours, and are refused (401)",
                    "Set webhook.api_key of livekit-server to the key that is configured here, or add that key to"
                            + " livekit.older_keys.");
        }
        return Finding.fault(
                FaultClass.WEBHOOK,
                "livekit-server sends no events to " + address
                        + ": webhook.urls does not name it, or it cannot be reached" + " from livekit-server's machine",
                "Add the address to webhook.urls of livekit-server and restart it; look for \"failed to send webhook\" in its"
                        + " log.");
    }

    private static Echo ask(Patient patient, HttpClient client, URI address, String room) throws InterruptedException {
        if (address.equals(LocalAddress.webhook(patient.config()))) {
            try (HttpClient ours = OwnCertificate.client(patient.config().http().tls())) {
                return Echo.ask(ours, address, patient.key(), patient.clock().instant(), room);
            }
        }
        return Echo.ask(client, address, patient.key(), patient.clock().instant(), room);
    }

    static int port(URI address) {
        return address.getPort() >= 0 ? address.getPort() : secure(address) ? 443 : 80;
    }

    private static boolean secure(URI address) {
        return address.getScheme().equalsIgnoreCase("https");
    }
}
