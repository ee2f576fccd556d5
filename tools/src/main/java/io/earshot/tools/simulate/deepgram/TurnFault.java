package io.earshot.tools.simulate.deepgram;

import io.earshot.tools.simulate.behaviour.Behaviour;
import io.earshot.tools.simulate.behaviour.Fault;
import io.earshot.tools.simulate.behaviour.FaultKind;
import io.earshot.tools.simulate.behaviour.LatencyPoint;
import io.earshot.tools.simulate.behaviour.Service;
import io.earshot.tools.simulate.behaviour.SimulatorStats.Stage;
import io.earshot.tools.simulate.http.WebSocketPeer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;

/** Sends the message that ends a turn: after the vendor's latency, or spoilt by the turn's fault. Confined to its loop. */
final class TurnFault {
    private final Behaviour behaviour;
    private final WebSocketPeer peer;
    private final Outbox outbox;
    private final Runnable error;
    private Fault fault;

    /** {@code error} sends the protocol's own error event and closes. */
    TurnFault(Behaviour behaviour, WebSocketPeer peer, Outbox outbox, Runnable error) {
        this.behaviour = behaviour;
        this.peer = peer;
        this.outbox = outbox;
        this.error = error;
        this.fault = Fault.always(Service.DEEPGRAM, FaultKind.NONE);
    }

    /** A turn begins: what will strike it is decided now. */
    void onTurn() {
        behaviour.stats().count("deepgram.turns");
        fault = behaviour.faultInside(Service.DEEPGRAM);
    }

    /** Sends what a turn brings before its end, after the vendor's latency. */
    void announce(ByteBuf message) {
        outbox.send(behaviour.latencies().sampleNs(LatencyPoint.STT_FINAL), message, () -> {});
    }

    /** Sends what ends the turn, which the last speech, arrived at {@code speechNs}, led to. */
    void end(ByteBuf message, long speechNs) {
        long decidedNs = peer.timer().nowNs();
        behaviour.stats().delay(Stage.STT_ENDPOINT, decidedNs - speechNs);
        Fault striking = fault;
        fault = Fault.always(Service.DEEPGRAM, FaultKind.NONE);
        switch (striking.kind()) {
            case STALL -> {
                message.release();
                outbox.close();
            }
            case DISCONNECT -> {
                message.release();
                peer.abort();
            }
            case ERROR -> {
                message.release();
                error.run();
            }
            case GARBAGE -> {
                outbox.send(garbage());
                deliver(message, decidedNs, 0);
            }
            case SLOW -> deliver(message, decidedNs, striking.delayNs());
            case NONE, REFUSE, LIMIT -> deliver(message, decidedNs, 0);
        }
    }

    private void deliver(ByteBuf message, long decidedNs, long extraNs) {
        long delay = behaviour.latencies().sampleNs(LatencyPoint.STT_FINAL) + extraNs;
        outbox.send(
                delay,
                message,
                () -> behaviour.stats().delay(Stage.STT_FINAL, peer.timer().nowNs() - decidedNs));
    }

    private ByteBuf garbage() {
        ByteBuf out = peer.buffer();
        ByteBufUtil.writeUtf8(out, "{\"type\":\"Results\",\"channel\":[}\u0000garbage");
        return out;
    }
}
