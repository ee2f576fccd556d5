package io.earshot.media.sctp;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Resets of streams in both directions (RFC 6525), by which data channels are closed (RFC 8831, section 6.7). One request
 * of ours is under way at a time. Confined to its association.
 */
final class StreamResets {
    /** What resets bring about. */
    interface Listener {
        /** The peer has ended its direction of a stream. */
        void onPeerReset(int stream);

        /** Our direction of a stream is ended, and the peer knows. */
        void onOurReset(int stream);
    }

    private static final int OUTGOING_REQUEST = 13;
    private static final int INCOMING_REQUEST = 14;
    private static final int RESPONSE = 16;
    private static final int PERFORMED = 1;
    private static final int DENIED = 2;
    private static final int BAD_SEQUENCE = 5;
    private static final int IN_PROGRESS = 6;
    private static final int MAX_STREAMS = 128;

    private final Sender sender;
    private final Receiver receiver;
    private final RetransmissionTimeout rto;
    private final Listener listener;
    private final Consumer<byte[]> out;
    private final Set<Integer> wanted = new LinkedHashSet<>();
    private final List<Integer> requested = new ArrayList<>();
    private final Alarm timer = new Alarm();
    private byte @Nullable [] request;
    private int requestNumber;
    private int expectedNumber;
    private int lastResult = BAD_SEQUENCE;

    /** Request numbers begin at the initial TSNs. */
    StreamResets(
            Sender sender,
            Receiver receiver,
            RetransmissionTimeout rto,
            int ourInitialTsn,
            int peerInitialTsn,
            Listener listener,
            Consumer<byte[]> out) {
        this.sender = sender;
        this.receiver = receiver;
        this.rto = rto;
        this.requestNumber = ourInitialTsn;
        this.expectedNumber = peerInitialTsn;
        this.listener = listener;
        this.out = out;
    }

    /** Ends our direction of a stream once all of it is delivered. */
    void reset(int stream) {
        wanted.add(stream);
    }

    Alarm timer() {
        return timer;
    }

    /** Asks for what is wanted and possible. */
    void advance(long nowNs) {
        if (request != null || wanted.isEmpty()) {
            return;
        }
        for (Integer stream : wanted) {
            if (requested.size() < MAX_STREAMS && sender.buffered(stream) == 0) {
                requested.add(stream);
            }
        }
        if (!requested.isEmpty()) {
            requested.forEach(wanted::remove);
            byte[] chunk = chunk();
            request = chunk;
            out.accept(chunk);
            timer.set(nowNs + rto.ns());
        }
    }

    /** No response came in time: asks again. */
    void onTimeout(long nowNs) {
        byte[] again = request;
        if (again != null) {
            out.accept(again);
            timer.set(nowNs + rto.ns());
        }
    }

    /** A RE-CONFIG chunk came; false when it is malformed. */
    boolean onChunk(Chunk chunk) {
        Parameters each = new Parameters(chunk.value(), 0);
        while (each.advance()) {
            ByteBuf value = each.value();
            if (value.readableBytes() < 8 && each.type() != INCOMING_REQUEST) {
                return false;
            }
            switch (each.type()) {
                case OUTGOING_REQUEST -> onRequest(value);
                case RESPONSE -> onResponse(value.getInt(0), value.getInt(4));
                default -> onOther(value);
            }
        }
        return !each.malformed();
    }

    private byte[] chunk() {
        return ChunkBuilder.of(Chunk.RE_CONFIG)
                .parameter(OUTGOING_REQUEST, value -> {
                    value.writeInt(requestNumber).writeInt(expectedNumber - 1).writeInt(sender.lastTsn());
                    requested.forEach(value::writeShort);
                })
                .build();
    }

    private void onRequest(ByteBuf value) {
        int number = value.getInt(0);
        boolean again = number == expectedNumber - 1;
        if (value.readableBytes() < 12 || (number != expectedNumber && !again)) {
            respond(number, BAD_SEQUENCE);
            return;
        }
        expectedNumber = number + 1;
        if (!again || lastResult == IN_PROGRESS) {
            lastResult = receiver.hasAllUpTo(value.getInt(8)) ? perform(value) : IN_PROGRESS;
        }
        respond(number, lastResult);
    }

    private int perform(ByteBuf value) {
        for (int at = 12; at + 2 <= value.readableBytes(); at += 2) {
            int stream = value.getUnsignedShort(at);
            receiver.reset(stream);
            listener.onPeerReset(stream);
        }
        return PERFORMED;
    }

    /** More streams, or our streams to be reset by their wish: nothing that data channels use. */
    private void onOther(ByteBuf value) {
        if (value.readableBytes() >= 4) {
            int number = value.getInt(0);
            expectedNumber += number == expectedNumber ? 1 : 0;
            lastResult = DENIED;
            respond(number, DENIED);
        }
    }

    private void onResponse(int number, int result) {
        if (request != null && number == requestNumber && result != IN_PROGRESS) {
            request = null;
            requestNumber++;
            timer.clear();
            List<Integer> done = List.copyOf(requested);
            requested.clear();
            done.forEach(sender::reset);
            done.forEach(listener::onOurReset);
        }
    }

    private void respond(int number, int result) {
        out.accept(ChunkBuilder.of(Chunk.RE_CONFIG)
                .parameter(RESPONSE, value -> value.writeInt(number).writeInt(result))
                .build());
    }
}
