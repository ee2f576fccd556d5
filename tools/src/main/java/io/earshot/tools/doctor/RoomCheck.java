package io.earshot.tools.doctor;

import io.earshot.bridge.webhook.EchoDesk;
import io.earshot.livekit.api.ApiException;
import io.earshot.livekit.room.RoomEnd;
import io.earshot.livekit.room.RoomServices;
import io.earshot.livekit.room.RoomSettings;
import io.earshot.livekit.room.ServerDetails;
import io.earshot.livekit.token.AccessToken;
import io.earshot.livekit.token.SignedToken;
import io.earshot.livekit.token.VideoGrant;
import io.earshot.media.net.MediaLoops;
import io.earshot.media.net.MediaLoopsConfig;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import livekit.LivekitRoom.CreateRoomRequest;
import org.jspecify.annotations.Nullable;

/** Makes a room, joins it twice over one way alone, lets audio flow both ways, measures, and deletes the room. */
final class RoomCheck implements Check {
    static final String NAME = "room";

    private static final int BEEPS = 4;
    private static final int JOIN_SECONDS = 9;
    private static final int UNNAMED_SECONDS = 2;
    private static final int LISTEN_SECONDS = 8;
    private static final int EMPTY_SECONDS = 20;
    private static final Duration TOKEN_LIFE = Duration.ofMinutes(2);
    private static final long SLOW_NS = 150_000_000;

    /**
     * What came of it. Immutable.
     *
     * @param created how long the room's creation took, ns
     * @param joinNs the slower welcome
     * @param readyNs the slower media path
     * @param heard beeps heard at the end that heard fewer
     * @param delayNs median one-way delay of beeps; -1 when none was heard
     * @param server what the server says of itself
     */
    record Facts(long created, long joinNs, long readyNs, int heard, long delayNs, ServerDetails server) {}

    private final Way way;
    private final Way.Choice choice;

    RoomCheck(Way way) {
        this.way = way;
        this.choice = way.new Choice();
    }

    @Override
    public String name() {
        return way == Way.UDP ? NAME : "room-tcp";
    }

    @Override
    public List<String> after() {
        return List.of(LiveKitKeyCheck.NAME);
    }

    @Override
    public Verdict run(Patient patient) throws InterruptedException {
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
            long createdNs = System.nanoTime() - beginNs;
            Verdict verdict = beside(patient, inside(patient, room, createdNs));
            return patient.api().rooms().delete(room)
                    ? verdict
                    : Verdict.of(
                            verdict.measured(),
                            Finding.warning(
                                    FaultClass.LIVEKIT,
                                    "the room was gone before it was deleted",
                                    "Look into livekit-server's log."));
        } catch (ApiException failure) {
            return ApiFindings.verdict(failure);
        }
    }

    /** Media over TCP where UDP does not pass is better than none. */
    private Verdict beside(Patient patient, Verdict verdict) {
        return way == Way.TCP && verdict.status() == Status.OK && patient.failed(NAME)
                ? Verdict.ok(verdict.measured() + "; audio goes by TCP meanwhile, which stutters when packets are lost")
                : verdict;
    }

    private Verdict inside(Patient patient, String room, long createdNs) throws InterruptedException {
        try (RoomServices services = RoomServices.create(RoomSettings.DEFAULT.using(choice));
                MediaLoops loops = MediaLoops.start(new MediaLoopsConfig(1, 5, true))) {
            services.warm();
            Probe one = probe(patient, room, "doctor-1", services, loops);
            Probe two = probe(patient, room, "doctor-2", services, loops);
            try {
                return met(one, two, createdNs);
            } finally {
                one.leave();
                two.leave();
            }
        }
    }

    private static Probe probe(Patient patient, String room, String identity, RoomServices services, MediaLoops loops) {
        Supplier<SignedToken> token = () -> new AccessToken()
                .identity(identity)
                .video(VideoGrant.join(room))
                .validFor(TOKEN_LIFE)
                .sign(patient.key(), patient.clock().instant());
        URI url = URI.create(patient.livekit().url());
        try {
            return Probe.join(services, loops.next(), url, patient.livekit().allowPlain(), token, BEEPS);
        } catch (Exception impossible) {
            throw new IllegalStateException("no room can be begun", impossible);
        }
    }

    private Verdict met(Probe one, Probe two, long createdNs) throws InterruptedException {
        for (Probe each : List.of(one, two)) {
            if (!ready(each)) {
                return notReady(way, choice.named(), each.welcomed(), each.end());
            }
        }
        one.awaitHeard(LISTEN_SECONDS);
        two.awaitHeard(LISTEN_SECONDS);
        long[] there = two.ear().delaysNs(one.beeps().sentNs());
        return judge(new Facts(
                createdNs,
                Math.max(one.joinNs(), two.joinNs()),
                Math.max(one.readyNs(), two.readyNs()),
                Math.min(one.ear().heard(), two.ear().heard()),
                there.length == 0 ? -1 : there[there.length / 2],
                one.server()));
    }

    /** Whether the media path is up in time; where the server names no address of this way, none can come. */
    private boolean ready(Probe probe) throws InterruptedException {
        return probe.awaitReady(UNNAMED_SECONDS)
                || (!choice.named().isEmpty()
                        && probe.end() == null
                        && probe.awaitReady(JOIN_SECONDS - UNNAMED_SECONDS));
    }

    /** No media path in time, or no room at all. */
    static Verdict notReady(Way way, List<String> named, boolean welcomed, @Nullable RoomEnd end) {
        String cause = end == null ? "nothing came of it in " + JOIN_SECONDS + " s" : end.cause();
        if (welcomed && way == Way.TCP) {
            return withoutTcp(named);
        }
        if (welcomed) {
            String places = named.isEmpty() ? "no address at all" : String.join(", ", named);
            return Verdict.of(
                    "the server welcomed us, but there is no media path over UDP: " + cause,
                    Finding.fault(
                            FaultClass.MEDIA,
                            "UDP does not pass between here and the media address that livekit-server names (" + places
                                    + ")",
                            "Open its rtc.udp_port (or port range) for UDP, and set rtc.node_ip or rtc.use_external_ip to the"
                                    + " address that participants reach it at."));
        }
        if (way == Way.TCP) {
            return Verdict.skipped("the room cannot be joined, as over UDP");
        }
        boolean refused = end instanceof RoomEnd.Refused;
        return Verdict.of(
                "the room cannot be joined: " + cause,
                Finding.fault(
                        FaultClass.LIVEKIT,
                        refused
                                ? "the server refuses participants, though it takes the key for its API"
                                : "signalling (WebSocket at /rtc) does not come through, though the API does",
                        "See that a proxy in front of LiveKit passes WebSockets on, and look into livekit-server's log."));
    }

    /** TCP is a way around firewalls: rooms work without it. */
    private static Verdict withoutTcp(List<String> named) {
        return named.isEmpty()
                ? Verdict.skipped("livekit-server offers no media over TCP (rtc.tcp_port): participants need UDP")
                : Verdict.of(
                        "no media path over TCP",
                        Finding.warning(
                                FaultClass.MEDIA,
                                "livekit-server names " + String.join(", ", named)
                                        + " for media over TCP, where nothing can be reached from here",
                                "Open its rtc.tcp_port, or set it to 0 when it is not wanted."));
    }

    static Verdict judge(Facts facts) {
        String measured = String.format(
                Locale.ROOT,
                "room made in %s, joined in %s, media after %s, one way %s%s",
                LiveKitAddressCheck.ms(facts.created),
                LiveKitAddressCheck.ms(facts.joinNs),
                LiveKitAddressCheck.ms(facts.readyNs),
                facts.delayNs < 0 ? "not heard" : LiveKitAddressCheck.ms(facts.delayNs),
                facts.server.version().isEmpty()
                        ? ""
                        : ", livekit-server " + facts.server.version() + ", protocol " + facts.server.protocol());
        if (facts.heard == 0) {
            return Verdict.of(
                    measured,
                    Finding.fault(
                            FaultClass.MEDIA,
                            "both participants joined and have a media path, but one does not hear the other",
                            "Look into livekit-server's log for this room; see that its machine is not overloaded."));
        }
        if (facts.heard < BEEPS) {
            return Verdict.of(
                    measured,
                    Finding.warning(
                            FaultClass.MEDIA,
                            "only " + facts.heard + " of " + BEEPS + " beeps came through",
                            "Look for packet loss between here and livekit-server."));
        }
        if (facts.delayNs > SLOW_NS) {
            return Verdict.of(
                    measured,
                    Finding.warning(
                            FaultClass.MEDIA,
                            "audio takes long through the room; callers talk over each other",
                            "Run Earshot near livekit-server; see that neither machine is overloaded."));
        }
        return Verdict.ok(measured);
    }
}
