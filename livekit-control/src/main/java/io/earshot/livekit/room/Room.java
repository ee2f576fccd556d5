package io.earshot.livekit.room;

import io.earshot.livekit.data.RpcAnswer;
import io.earshot.livekit.data.RpcHandler;
import io.earshot.livekit.data.StreamOptions;
import io.earshot.livekit.data.TextStream;
import io.earshot.livekit.transcription.Transcripts;
import io.earshot.media.audio.AudioFormat;
import io.earshot.media.audio.AudioSink;
import io.earshot.media.audio.AudioSource;
import io.earshot.media.net.MediaLoop;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import livekit.LivekitRtc.SignalRequest;
import livekit.LivekitRtc.UpdateParticipantMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A participant in one LiveKit room. It joins in the background, keeps itself connected (resuming a lost socket, finding a new media path,
 * joining anew after a lost session), and tells its {@link RoomListener} everything that happens. Requests made while the connection is away
 * are kept and sent afterwards, but for data, which is refused. Futures complete on the loop. Confined to its {@link MediaLoop}.
 */
public final class Room {
    private static final Logger LOG = LoggerFactory.getLogger(Room.class);

    private final MediaLoop loop;
    private final RoomMachine machine;
    private final RoomContent content;
    private final Wakeup wakeup;

    private Room(RoomServices services, MediaLoop loop, JoinOptions options, RoomListener listener) {
        this.loop = loop;
        LoopSignal signal =
                new LoopSignal(services.sockets(), loop, options.timeouts().connect(), this::guarded);
        RoomMachine.Ports ports = new RoomMachine.Ports(
                signal,
                media -> new PeerMedia(loop, services.peers(options.url()), services.counters(), this::guarded, media),
                loop::nowNs,
                Instant::now,
                RandomGenerator.getDefault());
        this.machine = new RoomMachine(options, services.settings().version(), ports, services.counters(), listener);
        this.content = machine.content();
        this.wakeup = new Wakeup(loop, machine::deadlineNs, () -> guarded(() -> machine.onDeadline(loop.nowNs())));
        signal.tellTo(machine);
    }

    /** Begins to join; must be called on {@code loop}. Events come later, never from within this call. */
    public static Room join(RoomServices services, MediaLoop loop, JoinOptions options, RoomListener listener) {
        loop.requireInLoop();
        Room room = new Room(services, loop, options, listener);
        options.published().forEach(each -> room.content.publications().add(each.options(), each.source()));
        loop.execute(() -> room.guarded(room.machine::start));
        return room;
    }

    /** How the connection stands. */
    public RoomState state() {
        return machine.state();
    }

    /** The room's name; empty before the welcome. */
    public String name() {
        return content.name();
    }

    /** The room's sid ({@code RM_…}); empty before the welcome. */
    public String sid() {
        return content.sid();
    }

    /** The server as it told of itself; unknown before the welcome. */
    public ServerDetails server() {
        return content.server();
    }

    /** The room's metadata; may be empty. */
    public String metadata() {
        return content.metadata();
    }

    /** Ourselves as the server sees us; with an empty identity before the welcome. */
    public Participant local() {
        return content.roster().local();
    }

    /** The others, in the order in which they came. */
    public Collection<Participant> participants() {
        return content.roster().others();
    }

    /** What we publish, in the order of publishing. */
    public List<LocalAudio> published() {
        return content.publications().all();
    }

    /** How the connection does. */
    public RoomQuality quality() {
        return content.quality();
    }

    /** Publishes a track; {@link LocalAudio#sid} follows. */
    public LocalAudio publish(PublishOptions options, AudioSource source) {
        loop.requireInLoop();
        LocalAudio track = content.publications().add(options, source);
        wakeup.update();
        return track;
    }

    /** Asks the server for a track's media, or for an end of it; kept through reconnects. */
    public void subscribe(String trackSid, boolean on) {
        loop.requireInLoop();
        content.subscriptions().subscribe(trackSid, on);
        wakeup.update();
    }

    /**
     * Sends a subscribed track's audio to {@code ears}, from now or from when it comes; replaces an earlier sink. When the track goes and the
     * same publisher publishes one of the same name and source (after a reconnect, say), that one is subscribed to and heard likewise.
     */
    public void listen(String trackSid, AudioFormat wanted, AudioSink ears) {
        loop.requireInLoop();
        content.subscriptions().listen(trackSid, wanted, ears);
    }

    /** Ends {@link #listen}; the subscription stays. */
    public void unlisten(String trackSid) {
        loop.requireInLoop();
        content.subscriptions().unlisten(trackSid);
    }

    /** Changes attributes of ours: those named, an empty value deletes. Completes with the server's answer. */
    public CompletableFuture<Void> setAttributes(Map<String, String> attributes) {
        return request(UpdateParticipantMetadata.newBuilder().putAllAttributes(attributes));
    }

    /** Replaces our metadata, which cannot be emptied. Completes with the server's answer. */
    public CompletableFuture<Void> setMetadata(String metadata) {
        return request(UpdateParticipantMetadata.newBuilder().setMetadata(metadata));
    }

    /** Replaces our name, which cannot be emptied. Completes with the server's answer. */
    public CompletableFuture<Void> setName(String name) {
        return request(UpdateParticipantMetadata.newBuilder().setName(name));
    }

    /**
     * Presses a key: 0 to 9, *, #, A to D.
     *
     * @return false when there is no open data channel or its buffer is full
     * @throws IllegalArgumentException when it is no key
     */
    public boolean sendDtmf(char digit) {
        loop.requireInLoop();
        return content.sendData(DataPackets.dtmf(digit), true);
    }

    /**
     * Sends a data packet.
     *
     * @param topic may be empty
     * @param to identities; empty for all
     * @return false when there is no open data channel, its buffer is full, or the payload is over 15,000 octets
     */
    public boolean sendData(byte[] payload, String topic, boolean reliable, List<String> to) {
        loop.requireInLoop();
        return payload.length <= DataPackets.LARGEST
                && content.sendData(DataPackets.user(payload, topic, to), reliable);
    }

    /** Sends a text whole; false when it could not be sent whole. */
    public boolean sendText(StreamOptions options, String text) {
        loop.requireInLoop();
        return content.packets().outgoing().sendText(options, text);
    }

    /** Begins a text that is written piece by piece; it is closed already when it could not be begun. */
    public TextStream openText(StreamOptions options) {
        loop.requireInLoop();
        return content.packets().outgoing().openText(options);
    }

    /** Sends octets whole; false when they could not be sent whole. */
    public boolean sendBytes(StreamOptions options, String name, String mimeType, byte[] octets) {
        loop.requireInLoop();
        return content.packets().outgoing().sendBytes(options, name, mimeType, octets);
    }

    /** Writes down what is said, in the form LiveKit's front ends show. */
    public Transcripts transcripts() {
        loop.requireInLoop();
        return content.packets().transcripts();
    }

    /** Offers a method to the others (RPC); replaces an earlier one of that name. */
    public void onRpc(String method, RpcHandler handler) {
        loop.requireInLoop();
        content.packets().methods().register(method, handler);
    }

    /** Calls another participant's method (RPC); {@code answer} hears the outcome, at once where it cannot be sent. */
    public void performRpc(String to, String method, String payload, Duration timeout, RpcAnswer answer) {
        loop.requireInLoop();
        int timeoutMs = Math.clamp(timeout.toMillis(), 1, Integer.MAX_VALUE);
        content.packets().calls().call(to, method, payload, timeoutMs, loop.nowNs(), answer);
        wakeup.update();
    }

    /** Leaves: the server is told, everything is closed, {@link RoomListener#onClosed} follows from within. May be called again. */
    public void leave() {
        loop.requireInLoop();
        machine.leave();
        wakeup.stop();
    }

    private CompletableFuture<Void> request(UpdateParticipantMetadata.Builder change) {
        loop.requireInLoop();
        CompletableFuture<Void> future = new CompletableFuture<>();
        if (machine.state() == RoomState.CLOSED) {
            future.completeExceptionally(new RoomRequestException("the room is over"));
            return future;
        }
        long limitNs = loop.nowNs() + machine.options().timeouts().request().toNanos();
        SignalRequest request = content.requests().add(change, new FutureAnswer(future), limitNs);
        if (request != null) {
            content.send(request);
        }
        wakeup.update();
        return future;
    }

    /** Runs what came from outside: a fault ends this room alone. */
    private void guarded(Runnable what) {
        try {
            what.run();
        } catch (RuntimeException fault) {
            LOG.error("a room failed by a fault of ours", fault);
            machine.fail("a fault: " + fault.getClass().getSimpleName());
        }
        if (machine.state() == RoomState.CLOSED) {
            wakeup.stop();
        } else {
            wakeup.update();
        }
    }

    private record FutureAnswer(CompletableFuture<Void> future) implements Requests.Answer {
        @Override
        public void done() {
            future.complete(null);
        }

        @Override
        public void failed(String cause) {
            future.completeExceptionally(new RoomRequestException(cause));
        }
    }
}
