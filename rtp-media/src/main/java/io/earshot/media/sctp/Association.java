package io.earshot.media.sctp;

import io.netty.buffer.ByteBuf;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One SCTP association (RFC 9260) between two ends of a DTLS connection: takes packets and time, gives packets. One path,
 * no bundling before the handshake is done, no restart, no address changes. Confined to its loop.
 */
final class Association {
    /** What the user of an association hears. */
    interface User extends Reassembly.Messages, StreamResets.Listener {
        /** Data flows from here on. */
        void onUp();

        /** Over, for good. */
        void onDown(String reason);
    }

    private static final int T_BIT = 1;
    private static final int USER_INITIATED = 12;
    private static final int PROTOCOL_VIOLATION = 13;
    private static final int UNRECOGNIZED_CHUNK = 6;

    private final SctpConfig config;
    private final Tally tally;
    private final User user;
    private final Numbers numbers;
    private final RetransmissionTimeout rto;
    private final Outbox outbox;
    private final Handshake handshake;
    private final Heartbeat heartbeat;
    private final Shutdown shutdown;
    private final Sender sender;
    private AssociationState state = AssociationState.NEW;
    private @Nullable PeerTerms peer;
    private @Nullable Receiver receiver;
    private @Nullable StreamResets resets;
    private long nowNs;
    private int errors;

    Association(SctpConfig config, Numbers numbers, Tally tally, User user) {
        this.config = config;
        this.numbers = numbers;
        this.tally = tally;
        this.user = user;
        rto = new RetransmissionTimeout(config);
        outbox = new Outbox(config.packetBytes());
        handshake = new Handshake(this, config, numbers, outbox, tally);
        heartbeat = new Heartbeat(config, rto, outbox);
        shutdown = new Shutdown(this, outbox);
        sender = new Sender(config, numbers.initialTsn(), rto, tally);
    }

    void start(long now) {
        nowNs = now;
        if (state == AssociationState.NEW) {
            handshake.start(now);
        }
    }

    /** Takes a packet, borrowed. */
    void onPacket(ByteBuf packet, long now) {
        nowNs = now;
        tally.packetsReceived++;
        SctpDrop drop = state == AssociationState.CLOSED ? SctpDrop.UNEXPECTED : Packets.check(packet);
        if (drop != null) {
            tally.drop(drop);
            return;
        }
        List<Chunk> chunks = Packets.chunks(packet);
        if (chunks == null) {
            tally.drop(SctpDrop.BAD_LENGTH);
        } else if (!isOurs(Packets.tag(packet), chunks)) {
            tally.drop(SctpDrop.NOT_OURS);
        } else {
            take(chunks);
        }
    }

    long deadlineNs() {
        long earliest = handshake.t1().earlier(Long.MAX_VALUE);
        earliest = heartbeat.timer().earlier(earliest);
        earliest = shutdown.t2().earlier(earliest);
        earliest = sender.t3().earlier(earliest);
        earliest = receiver == null ? earliest : receiver.delayed().earlier(earliest);
        return resets == null ? earliest : resets.timer().earlier(earliest);
    }

    void onDeadline(long now) {
        nowNs = now;
        if (handshake.t1().takeDue(now)) {
            handshake.onTimeout(now);
        }
        if (sender.t3().takeDue(now) && survives("data")) {
            sender.onTimeout(now);
        }
        if (shutdown.t2().takeDue(now) && survives("SHUTDOWN")) {
            shutdown.onTimeout(now);
        }
        if (heartbeat.timer().takeDue(now)) {
            onHeartbeatDue(now);
        }
        onReceiverDeadline(now);
    }

    /** The next packet, owned by the caller. */
    @Nullable
    ByteBuf poll(long now) {
        nowNs = now;
        ByteBuf whole = outbox.poll();
        if (whole == null && state.established()) {
            if (resets != null) {
                resets.advance(now);
            }
            shutdown.advance(sender.idle());
            whole = outbox.poll();
        }
        whole = whole == null && state.established() ? bundle(now) : whole;
        tally.packetsSent += whole == null ? 0 : 1;
        return whole;
    }

    /** Takes a message; false when there is no room, or no more is sent. */
    boolean send(int stream, boolean ordered, int ppid, byte[] payload, Delivery delivery) {
        boolean open = switch (state) {
            case NEW, COOKIE_WAIT, COOKIE_ECHOED, ESTABLISHED -> true;
            case SHUTDOWN_PENDING, SHUTDOWN_SENT, SHUTDOWN_RECEIVED, SHUTDOWN_ACK_SENT, CLOSED -> false;
        };
        return open && sender.take(stream, ordered, ppid, payload, delivery, nowNs);
    }

    int buffered(int stream) {
        return sender.buffered(stream);
    }

    /** Ends our direction of a stream; false when the peer knows no such thing. */
    boolean reset(int stream) {
        PeerTerms terms = peer;
        if (resets == null || terms == null || !terms.resets()) {
            return false;
        }
        resets.reset(stream);
        return true;
    }

    /** Ends in good order once all is delivered. */
    void shutdown() {
        if (state == AssociationState.ESTABLISHED) {
            become(AssociationState.SHUTDOWN_PENDING, "asked to");
        } else if (!state.established()) {
            become(AssociationState.CLOSED, "asked to");
        }
    }

    /** Ends at once; the user hears nothing. */
    void abort() {
        if (state.established()) {
            abort(USER_INITIATED);
        }
        become(AssociationState.CLOSED, "aborted");
    }

    AssociationState state() {
        return state;
    }

    RetransmissionTimeout rto() {
        return rto;
    }

    long nowNs() {
        return nowNs;
    }

    int cumulativeTsn() {
        return receiver == null ? 0 : receiver.cumulativeTsn();
    }

    int peerTag() {
        return peer == null ? 0 : peer.tag();
    }

    boolean isPeer(int tag) {
        return peer != null && peer.tag() == tag;
    }

    void establish(PeerTerms terms) {
        peer = terms;
        Receiver in = new Receiver(config, terms.initialTsn(), tally, user);
        receiver = in;
        resets = new StreamResets(sender, in, rto, numbers.initialTsn(), terms.initialTsn(), user, outbox::add);
        sender.begin(terms.window(), terms.forwards());
        heartbeat.rest(nowNs);
        become(AssociationState.ESTABLISHED, "handshake done");
        user.onUp();
    }

    void down(String reason) {
        if (state != AssociationState.CLOSED) {
            become(AssociationState.CLOSED, reason);
            user.onDown(reason);
        }
    }

    void become(AssociationState next, String reason) {
        state = next;
        if (next == AssociationState.CLOSED) {
            handshake.t1().clear();
            heartbeat.timer().clear();
            shutdown.t2().clear();
            sender.clear();
            outbox.clear();
            receiver = null;
            resets = null;
        }
    }

    private boolean isOurs(int tag, List<Chunk> chunks) {
        Chunk first = chunks.getFirst();
        boolean reflected = (first.flags() & T_BIT) != 0;
        return switch (first.type()) {
            case Chunk.INIT -> tag == 0 && chunks.size() == 1;
            case Chunk.ABORT, Chunk.SHUTDOWN_COMPLETE -> reflected ? isPeer(tag) : tag == numbers.tag();
            default -> tag == numbers.tag();
        };
    }

    private void take(List<Chunk> chunks) {
        boolean more = true;
        for (Chunk chunk : chunks) {
            more = more && state != AssociationState.CLOSED && take(chunk);
        }
        if (receiver != null) {
            receiver.packetEnded(nowNs);
        }
    }

    /** Takes a chunk; false when the rest of the packet is to be dropped. */
    private boolean take(Chunk chunk) {
        switch (chunk.type()) {
            case Chunk.INIT -> handshake.onInit(chunk, nowNs);
            case Chunk.INIT_ACK -> handshake.onInitAck(chunk, nowNs);
            case Chunk.COOKIE_ECHO -> handshake.onCookieEcho(chunk, nowNs);
            case Chunk.COOKIE_ACK -> handshake.onCookieAck();
            case Chunk.ABORT -> down("SCTP: the peer aborted, " + cause(chunk));
            case Chunk.ERROR -> onError(chunk);
            default -> {
                return state.established() ? takeEstablished(chunk) : unexpected();
            }
        }
        return true;
    }

    private boolean takeEstablished(Chunk chunk) {
        switch (chunk.type()) {
            case Chunk.DATA -> onData(chunk);
            case Chunk.SACK -> onSack(chunk);
            case Chunk.FORWARD_TSN -> onForwardTsn(chunk);
            case Chunk.RE_CONFIG -> onReset(chunk);
            case Chunk.HEARTBEAT ->
                outbox.add(ChunkBuilder.of(Chunk.HEARTBEAT_ACK)
                        .bytes(chunk.value())
                        .build());
            case Chunk.HEARTBEAT_ACK -> onHeartbeatAck(chunk);
            case Chunk.SHUTDOWN -> onShutdown(chunk);
            case Chunk.SHUTDOWN_ACK -> shutdown.onAck();
            case Chunk.SHUTDOWN_COMPLETE -> shutdown.onComplete();
            default -> {
                return onUnknown(chunk);
            }
        }
        return true;
    }

    private boolean unexpected() {
        tally.drop(SctpDrop.UNEXPECTED);
        return true;
    }

    private void onData(Chunk chunk) {
        if (receiver == null || !state.receives()) {
            unexpected();
        } else if (!receiver.onData(chunk)) {
            abort(PROTOCOL_VIOLATION);
            down("SCTP: a message of the peer is longer than " + config.maxMessageBytes() + " octets");
        } else {
            shutdown.onData();
        }
    }

    private void onSack(Chunk chunk) {
        if (Selective.isSound(chunk)) {
            sender.onSack(Selective.read(chunk), nowNs);
            heard();
        } else {
            tally.drop(SctpDrop.BAD_LENGTH);
        }
    }

    private void onForwardTsn(Chunk chunk) {
        if (receiver == null || !state.receives()) {
            unexpected();
        } else {
            receiver.onForwardTsn(chunk);
        }
    }

    private void onReset(Chunk chunk) {
        if (resets != null && !resets.onChunk(chunk)) {
            tally.drop(SctpDrop.BAD_LENGTH);
        }
    }

    private void onHeartbeatAck(Chunk chunk) {
        if (heartbeat.onAnswer(chunk, nowNs)) {
            heard();
        } else {
            unexpected();
        }
    }

    private void onShutdown(Chunk chunk) {
        if (chunk.bytes() == 4) {
            sender.onCumulative(chunk.value().getInt(0), nowNs);
            shutdown.onShutdown();
        } else {
            tally.drop(SctpDrop.BAD_LENGTH);
        }
    }

    private void onError(Chunk chunk) {
        Parameters causes = new Parameters(chunk.value(), 0);
        while (causes.advance()) {
            if (causes.type() == Handshake.STALE_COOKIE) {
                handshake.onStaleCookie(nowNs);
            }
        }
    }

    private boolean onUnknown(Chunk chunk) {
        tally.drop(SctpDrop.UNKNOWN_CHUNK);
        if (chunk.reportedIfUnknown()) {
            outbox.add(ChunkBuilder.of(Chunk.ERROR)
                    .parameter(
                            UNRECOGNIZED_CHUNK,
                            out -> out.writeByte(chunk.type())
                                    .writeByte(chunk.flags())
                                    .writeShort(chunk.bytes() + Chunk.HEADER_BYTES)
                                    .writeBytes(chunk.value(), 0, chunk.bytes()))
                    .build());
        }
        return !chunk.stopsIfUnknown();
    }

    /** The peer lives. */
    private void heard() {
        errors = 0;
        heartbeat.rest(nowNs);
    }

    /** Something was not answered: whether that was not once too often. */
    private boolean survives(String what) {
        if (state != AssociationState.CLOSED && ++errors > config.maxRetransmissions()) {
            down("SCTP: no answer to " + what);
        }
        return state != AssociationState.CLOSED;
    }

    /** While data is under way, its own timer watches over the peer. */
    private void onHeartbeatDue(long now) {
        if (!sender.idle()) {
            heartbeat.rest(now);
        } else if (heartbeat.answered() || survives("HEARTBEAT")) {
            heartbeat.send(now);
        }
    }

    private void onReceiverDeadline(long now) {
        if (receiver != null && receiver.delayed().takeDue(now)) {
            receiver.hurry();
        }
        if (resets != null && resets.timer().takeDue(now) && survives("RE-CONFIG")) {
            resets.onTimeout(now);
        }
    }

    private @Nullable ByteBuf bundle(long now) {
        boolean data = state.sends() && sender.hasWork(now);
        boolean acknowledges = receiver != null && receiver.owes(data);
        if (!data && !acknowledges && outbox.isEmpty()) {
            return null;
        }
        PacketWriter packet = new PacketWriter(peerTag(), config.packetBytes());
        outbox.fill(packet);
        if (receiver != null && acknowledges && packet.room() >= Receiver.LEAST_SACK_BYTES) {
            receiver.writeSack(packet);
        }
        if (data) {
            sender.fill(packet, now);
        }
        return packet.isEmpty() ? null : packet.finish();
    }

    private void abort(int cause) {
        outbox.alone(
                peerTag(),
                ChunkBuilder.of(Chunk.ABORT).parameter(cause, out -> {}).build());
    }

    private static String cause(Chunk chunk) {
        Parameters causes = new Parameters(chunk.value(), 0);
        return causes.advance() ? "cause " + causes.type() : "no cause given";
    }
}
