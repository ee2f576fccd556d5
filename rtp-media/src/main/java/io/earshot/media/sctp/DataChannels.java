package io.earshot.media.sctp;

import io.netty.buffer.ByteBuf;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The data channels of one peer connection. Sans-IO: packets, time and messages come in, packets go out through
 * {@link #poll}, which is to be drained after every other call (see {@link DataChannelListener#onPending}). Confined to
 * one loop.
 */
public final class DataChannels {
    private final boolean dtlsClient;
    private int opened;

    /**
     * Channels over a DTLS connection.
     *
     * @param dtlsClient our role there; it decides which stream numbers are ours (RFC 8832, section 6)
     */
    public DataChannels(boolean dtlsClient, SctpConfig config, DataChannelListener listener) {
        this.dtlsClient = dtlsClient;
    }

    /** DTLS is up: begins the handshake. */
    public void start(long nowNs) {}

    /** An SCTP packet came; borrowed. Whatever it holds, no exception. */
    public void onPacket(ByteBuf packet, long nowNs) {}

    /** When {@link #onDeadline} is due; {@link Long#MAX_VALUE} for never. */
    public long deadlineNs() {
        return Long.MAX_VALUE;
    }

    /** Time passed. */
    public void onDeadline(long nowNs) {}

    /** The next packet to send, owned by the caller; null when there is none for now. */
    public @Nullable ByteBuf poll(long nowNs) {
        return null;
    }

    /**
     * Opens a channel; allowed before {@link #start}. Messages may be sent at once.
     *
     * @param maxRetransmits how often a lost message is repeated; -1: until it arrives
     * @throws IllegalStateException when there are too many channels or the association is down
     */
    public DataChannel open(String label, boolean ordered, int maxRetransmits) {
        int id = 2 * opened++ + (dtlsClient ? 0 : 1);
        return new DataChannel(this, id, label, "", new Delivery(ordered, maxRetransmits, -1));
    }

    /** Ends the association in good order: what was sent is delivered first. */
    public void shutdown() {}

    /** Ends the association at once; {@link #poll} gives the packet that says so. The listener hears nothing more. */
    public void close() {}

    /** What happened so far. */
    public SctpCounters counters() {
        return new SctpCounters(0, 0, 0, 0, 0, 0, 0, 0, 0, Map.of());
    }

    int buffered(int id) {
        return 0;
    }

    boolean send(DataChannel channel, ByteBuf message, boolean text) {
        return false;
    }

    void close(DataChannel channel) {}
}
