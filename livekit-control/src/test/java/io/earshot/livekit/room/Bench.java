package io.earshot.livekit.room;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.InvalidProtocolBufferException;
import io.earshot.livekit.token.AccessToken;
import io.earshot.livekit.token.ApiKey;
import io.earshot.livekit.token.SignedToken;
import io.earshot.livekit.token.VideoGrant;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.URLDecoder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import livekit.LivekitModels;
import livekit.LivekitModels.ParticipantInfo;
import livekit.LivekitRtc.JoinRequest;
import livekit.LivekitRtc.JoinResponse;
import livekit.LivekitRtc.LeaveRequest;
import livekit.LivekitRtc.ParticipantUpdate;
import livekit.LivekitRtc.ReconnectResponse;
import livekit.LivekitRtc.SessionDescription;
import livekit.LivekitRtc.SignalRequest;
import livekit.LivekitRtc.SignalResponse;
import livekit.LivekitRtc.WrappedJoinRequest;

/** A room's machine between a server played by hand, peer connections that only take notes, and a clock that moves when told. */
final class Bench {
    static final Instant WALL = Instant.parse("2026-11-20T12:00:00Z");
    static final RoomTimeouts TIMES = new RoomTimeouts(
            Duration.ofSeconds(3),
            Duration.ofSeconds(10),
            Duration.ofSeconds(5),
            Duration.ofSeconds(15),
            Duration.ofSeconds(60),
            Duration.ofMillis(250),
            Duration.ofSeconds(5));

    final List<String> events = new ArrayList<>();
    final List<URI> opened = new ArrayList<>();
    final List<String> bearers = new ArrayList<>();
    final List<SignalRequest> sent = new ArrayList<>();
    final List<FakeMedia> media = new ArrayList<>();
    final RoomCounters counters = new RoomCounters();
    final RoomMachine machine;
    boolean mediaRefused;
    boolean upOnAnswer = true;
    boolean socketOpen;
    /** What the server does with each new socket while time passes. */
    Runnable onOpen = () -> {};

    Runnable onEvent = () -> {};
    String onEventName = "";
    RoomEnd end;
    long nowNs = 1_000_000_000_000L;

    Bench() {
        this(options());
    }

    Bench(JoinOptions options) {
        machine = new RoomMachine(
                options,
                "0.1.0",
                new RoomMachine.Ports(new Signal(), this::open, () -> nowNs, () -> WALL, new Random(7)),
                counters,
                listener());
        options.published().forEach(each -> machine.content().publications().add(each.options(), each.source()));
    }

    static JoinOptions options() {
        return JoinOptions.to(URI.create("wss://lk.example/base"), Bench::token).within(TIMES);
    }

    static SignedToken token() {
        ApiKey key = ApiKey.of("devkey", "devsecret-devsecret-devsecret-devsecret");
        return new AccessToken().identity("us").video(VideoGrant.join("room")).sign(key, WALL);
    }

    // ---- what the server does

    Bench start() {
        machine.start();
        return this;
    }

    Bench open() {
        socketOpen = true;
        machine.onSocketOpen();
        return this;
    }

    Bench say(SignalResponse message) {
        machine.onSocketMessage(Unpooled.wrappedBuffer(message.toByteArray()));
        return this;
    }

    Bench welcome(ParticipantInfo... others) {
        return say(SignalResponse.newBuilder()
                .setJoin(JoinResponse.newBuilder()
                        .setRoom(LivekitModels.Room.newBuilder().setName("room").setSid("RM_1"))
                        .setParticipant(someone("PA_us", "us"))
                        .addAllOtherParticipants(Arrays.asList(others))
                        .setPingInterval(5)
                        .setPingTimeout(15))
                .build());
    }

    Bench answer() {
        return answer(lastOfferId());
    }

    Bench answer(int id) {
        return say(SignalResponse.newBuilder()
                .setAnswer(SessionDescription.newBuilder()
                        .setType("answer")
                        .setSdp("sdp")
                        .setId(id))
                .build());
    }

    /** Joined and connected. */
    Bench connected(ParticipantInfo... others) {
        return start().open().welcome(others).answer();
    }

    Bench update(ParticipantInfo... changed) {
        return say(SignalResponse.newBuilder()
                .setUpdate(ParticipantUpdate.newBuilder().addAllParticipants(Arrays.asList(changed)))
                .build());
    }

    Bench resumed() {
        return say(SignalResponse.newBuilder()
                .setReconnect(ReconnectResponse.getDefaultInstance())
                .build());
    }

    Bench leave(LeaveRequest.Action action, LivekitModels.DisconnectReason reason) {
        return say(SignalResponse.newBuilder()
                .setLeave(LeaveRequest.newBuilder().setAction(action).setReason(reason))
                .build());
    }

    Bench cut() {
        socketOpen = false;
        machine.onSocketClosed("cut");
        return this;
    }

    static ParticipantInfo someone(String sid, String identity, LivekitModels.TrackInfo... tracks) {
        return ParticipantInfo.newBuilder()
                .setSid(sid)
                .setIdentity(identity)
                .setState(ParticipantInfo.State.ACTIVE)
                .addAllTracks(Arrays.asList(tracks))
                .build();
    }

    static LivekitModels.TrackInfo voice(String sid) {
        return LivekitModels.TrackInfo.newBuilder()
                .setSid(sid)
                .setName("voice")
                .setSource(LivekitModels.TrackSource.MICROPHONE)
                .build();
    }

    // ---- time

    /** Lets time pass, waking the machine whenever it asks to be. */
    Bench pass(Duration time) {
        long untilNs = nowNs + time.toNanos();
        for (int wakes = 0; wakes < 10_000; wakes++) {
            long dueNs = machine.deadlineNs();
            if (dueNs == Long.MAX_VALUE || dueNs - untilNs > 0) {
                break;
            }
            nowNs = Math.max(nowNs, dueNs);
            int sockets = opened.size();
            machine.onDeadline(nowNs);
            if (opened.size() > sockets) {
                onOpen.run();
            }
        }
        nowNs = untilNs;
        return this;
    }

    // ---- what was asked of the server

    FakeMedia lastMedia() {
        return media.getLast();
    }

    JoinRequest joinRequest() {
        return joinRequest(opened.getLast());
    }

    static JoinRequest joinRequest(URI uri) {
        String query = URLDecoder.decode(uri.getRawQuery().substring("join_request=".length()), UTF_8);
        try {
            WrappedJoinRequest wrapped =
                    WrappedJoinRequest.parseFrom(Base64.getUrlDecoder().decode(query));
            byte[] octets = wrapped.getJoinRequest().toByteArray();
            if (wrapped.getCompression() == WrappedJoinRequest.Compression.GZIP) {
                octets = new GZIPInputStream(new ByteArrayInputStream(octets)).readAllBytes();
            }
            return JoinRequest.parseFrom(octets);
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<SignalRequest.MessageCase> sentKinds() {
        return sent.stream().map(SignalRequest::getMessageCase).toList();
    }

    SignalRequest lastSent(SignalRequest.MessageCase kind) {
        return sent.stream()
                .filter(each -> each.getMessageCase() == kind)
                .reduce((first, second) -> second)
                .orElseThrow(() -> new AssertionError("no " + kind + " in " + sentKinds()));
    }

    long count(RoomCounters.Count what) {
        return counters.value(what);
    }

    private int lastOfferId() {
        return sent.stream()
                .filter(SignalRequest::hasOffer)
                .mapToInt(each -> each.getOffer().getId())
                .max()
                .orElse(1);
    }

    private MediaPort open(MediaPort.Listener listener) throws MediaPort.MediaRefused {
        if (mediaRefused) {
            throw new MediaPort.MediaRefused("no port is left");
        }
        FakeMedia fake = new FakeMedia(listener);
        fake.upOnAnswer = upOnAnswer;
        media.add(fake);
        return fake;
    }

    private RoomListener listener() {
        return (RoomListener) Proxy.newProxyInstance(
                Bench.class.getClassLoader(), new Class<?>[] {RoomListener.class}, (proxy, method, args) -> {
                    events.add(method.getName() + words(args));
                    if (args != null && args[0] instanceof RoomEnd ended) {
                        end = ended;
                    }
                    if (method.getName().equals(onEventName)) {
                        onEvent.run();
                    }
                    return null;
                });
    }

    private static String words(Object[] args) {
        StringBuilder words = new StringBuilder();
        for (Object each : args == null ? new Object[0] : args) {
            words.append(' ').append(word(each));
        }
        return words.toString();
    }

    private static String word(Object each) {
        return switch (each) {
            case Participant participant -> participant.identity();
            case TrackInfo track -> track.sid();
            case LocalAudio local -> local.cid();
            case RoomEnd ended -> ended.getClass().getSimpleName();
            case null -> "null";
            default -> each.toString();
        };
    }

    private final class Signal implements SignalPort {
        @Override
        public void open(URI uri, String bearer, long limitNs) {
            socketOpen = false;
            opened.add(uri);
            bearers.add(bearer);
        }

        @Override
        public boolean send(SignalRequest request) {
            if (socketOpen) {
                sent.add(request);
            }
            return socketOpen;
        }

        @Override
        public void close() {
            socketOpen = false;
        }
    }
}
