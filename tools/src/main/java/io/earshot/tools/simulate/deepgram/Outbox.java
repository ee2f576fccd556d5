package io.earshot.tools.simulate.deepgram;

import io.earshot.tools.simulate.http.LoopTimer;
import io.earshot.tools.simulate.http.WebSocketPeer;
import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;

/** Messages in their order, each not before its time: a late final also holds back what comes after it. Confined to its loop. */
final class Outbox {
    private final WebSocketPeer peer;
    private final LoopTimer timer;
    private final ArrayDeque<Entry> waiting = new ArrayDeque<>();
    private boolean scheduled;
    private boolean closed;

    /** A message or, where {@code message} is the empty buffer, only {@code before}. */
    private record Entry(long dueNs, ByteBuf message, Runnable before) {}

    Outbox(WebSocketPeer peer) {
        this.peer = peer;
        this.timer = peer.timer();
    }

    /** Sends a message as soon as those before it are sent. */
    void send(ByteBuf message) {
        send(0, message, () -> {});
    }

    /** Sends a message at the earliest {@code delayNs} from now, having run {@code before}. */
    void send(long delayNs, ByteBuf message, Runnable before) {
        if (closed) {
            message.release();
            return;
        }
        waiting.add(new Entry(timer.nowNs() + delayNs, message, before));
        drain();
    }

    /** Drops what waits and whatever comes. */
    void close() {
        closed = true;
        waiting.forEach(entry -> entry.message.release());
        waiting.clear();
    }

    private void drain() {
        while (!scheduled && !waiting.isEmpty()) {
            long left = waiting.element().dueNs - timer.nowNs();
            if (left > 0) {
                scheduled = true;
                timer.after(left, this::wake);
            } else {
                deliver(waiting.remove());
            }
        }
    }

    private void wake() {
        scheduled = false;
        drain();
    }

    private void deliver(Entry entry) {
        entry.before.run();
        if (entry.message.isReadable()) {
            peer.send(entry.message);
        } else {
            entry.message.release();
        }
    }
}
