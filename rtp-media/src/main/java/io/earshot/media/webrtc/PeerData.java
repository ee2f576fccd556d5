package io.earshot.media.webrtc;

import io.earshot.media.sctp.DataChannel;
import io.earshot.media.sctp.DataChannelListener;
import io.earshot.media.sctp.DataChannels;
import io.earshot.media.sctp.SctpConfig;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * The data channels of a peer connection, from before it is known who begins the handshake. Who opens a channel that early
 * offers, and an offerer is the DTLS server unless the answer says otherwise. Confined to the call's loop.
 */
final class PeerData {
    /** The way out. */
    interface Wire extends DataChannelListener {
        /** Sends an SCTP packet and releases it. */
        void sendData(ByteBuf sctpPacket);
    }

    private final SctpConfig config;
    private final Wire wire;
    private @Nullable DataChannels channels;
    private boolean client;
    private boolean started;
    private boolean flushing;

    PeerData(SctpConfig config, Wire wire) {
        this.config = config;
        this.wire = wire;
    }

    /** Opens a channel, as DTLS server while nothing is agreed. */
    DataChannel open(String label, boolean ordered, int maxRetransmits) {
        return channels(client).open(label, ordered, maxRetransmits);
    }

    /** Whether we may be DTLS client, or server. */
    boolean allows(boolean asClient) {
        return channels == null || client == asClient;
    }

    /** The section of the data channels is agreed, and who begins the handshake. */
    void agreed(boolean asClient) {
        channels(asClient);
    }

    private DataChannels channels(boolean asClient) {
        DataChannels made = channels;
        if (made == null) {
            client = asClient;
            made = new DataChannels(asClient, config, wire);
            channels = made;
        }
        return made;
    }

    /** Starts when the transport is up and the section agreed, once. */
    void startIf(boolean ready, long nowNs) {
        DataChannels made = channels;
        if (ready && made != null && !started) {
            started = true;
            made.start(nowNs);
            flush(nowNs);
        }
    }

    void onPacket(ByteBuf packet, long nowNs) {
        DataChannels made = channels;
        if (made != null && started) {
            made.onPacket(packet, nowNs);
            flush(nowNs);
        }
    }

    /** Does what is due; when to come again, at {@code otherwiseNs} at the latest. */
    long serve(long nowNs, long otherwiseNs) {
        DataChannels made = channels;
        if (made == null || !started) {
            return otherwiseNs;
        }
        if (made.deadlineNs() != Long.MAX_VALUE && made.deadlineNs() - nowNs <= 0) {
            made.onDeadline(nowNs);
            flush(nowNs);
        }
        return made.deadlineNs() != Long.MAX_VALUE && made.deadlineNs() - otherwiseNs < 0
                ? made.deadlineNs()
                : otherwiseNs;
    }

    /** Sends what waits. */
    void flush(long nowNs) {
        DataChannels made = channels;
        if (made == null || !started || flushing) {
            return;
        }
        flushing = true;
        for (ByteBuf packet = made.poll(nowNs); packet != null; packet = made.poll(nowNs)) {
            wire.sendData(packet);
        }
        flushing = false;
    }

    void close(long nowNs) {
        DataChannels made = channels;
        if (made != null) {
            made.close();
            flush(nowNs);
        }
    }
}
