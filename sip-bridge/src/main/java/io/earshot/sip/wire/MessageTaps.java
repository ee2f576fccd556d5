package io.earshot.sip.wire;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Several taps as one; they can come and go while messages flow. Thread-safe because the list is. */
public final class MessageTaps implements MessageTap {
    private final List<MessageTap> taps = new CopyOnWriteArrayList<>();

    /** From now on {@code tap} sees every message, until what is returned is closed. */
    public Tapping add(MessageTap tap) {
        taps.add(tap);
        return () -> taps.remove(tap);
    }

    /** A tap in place. */
    @FunctionalInterface
    public interface Tapping extends AutoCloseable {
        /** Takes the tap away. */
        @Override
        void close();
    }

    @Override
    public void onMessage(
            boolean outgoing,
            byte[] raw,
            InetSocketAddress local,
            InetSocketAddress remote,
            String transport,
            long atNs) {
        for (MessageTap tap : taps) {
            tap.onMessage(outgoing, raw, local, remote, transport, atNs);
        }
    }
}
