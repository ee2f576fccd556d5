package io.earshot.media.sctp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The data channels of one peer connection (RFC 8831, RFC 8832). Sans-IO: packets, time and messages come in, packets go
 * out through {@link #poll}, which is to be drained after every other call (see {@link DataChannelListener#onPending}).
 * Whatever the peer sends is counted, never thrown. Confined to one loop.
 *
 * <pre>{@code
 * channels.start(nowNs);                     // once DTLS is up
 * channels.onPacket(packet, nowNs);          // for each packet out of DTLS
 * channels.onDeadline(nowNs);                // at deadlineNs()
 * for (ByteBuf out = channels.poll(nowNs); out != null; out = channels.poll(nowNs)) { transport.sendData(out); }
 * }</pre>
 */
public final class DataChannels {
    private static final int MAX_LABEL_BYTES = 512;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final boolean dtlsClient;
    private final SctpConfig config;
    private final DataChannelListener listener;
    private final Tally tally = new Tally();
    private final Map<Integer, DataChannel> channels = new HashMap<>();
    private final Association association;
    private boolean busy;

    /**
     * Channels over a DTLS connection.
     *
     * @param dtlsClient our role there; it decides which stream numbers are ours (RFC 8832, section 6)
     */
    public DataChannels(boolean dtlsClient, SctpConfig config, DataChannelListener listener) {
        this(dtlsClient, config, listener, Numbers.draw(RANDOM));
    }

    DataChannels(boolean dtlsClient, SctpConfig config, DataChannelListener listener, Numbers numbers) {
        this.dtlsClient = dtlsClient;
        this.config = config;
        this.listener = listener;
        this.association = new Association(config, numbers, tally, new Events());
    }

    /** DTLS is up: begins the handshake. The peer may begin it as well, or first. */
    public void start(long nowNs) {
        association.start(nowNs);
    }

    /** An SCTP packet came; borrowed. */
    public void onPacket(ByteBuf packet, long nowNs) {
        busy = true;
        try {
            association.onPacket(packet, nowNs);
        } finally {
            busy = false;
        }
    }

    /** When {@link #onDeadline} is due; {@link Long#MAX_VALUE} for never. */
    public long deadlineNs() {
        return association.deadlineNs();
    }

    /** Time passed. */
    public void onDeadline(long nowNs) {
        busy = true;
        try {
            association.onDeadline(nowNs);
        } finally {
            busy = false;
        }
    }

    /** The next packet to send, owned by the caller; null when there is none for now. */
    public @Nullable ByteBuf poll(long nowNs) {
        return association.poll(nowNs);
    }

    /** Whether data flows. */
    public boolean isUp() {
        return association.state() == AssociationState.ESTABLISHED;
    }

    /**
     * Opens a channel; allowed before {@link #start}. Messages may be sent at once.
     *
     * @param maxRetransmits how often a lost message is repeated; -1: until it arrives
     * @throws IllegalStateException when there are too many channels or the association is down
     */
    public DataChannel open(String label, boolean ordered, int maxRetransmits) {
        if (label.getBytes(StandardCharsets.UTF_8).length > MAX_LABEL_BYTES) {
            throw new IllegalArgumentException("label is longer than " + MAX_LABEL_BYTES + " octets");
        }
        Delivery delivery = new Delivery(ordered, maxRetransmits, -1);
        DataChannel channel = new DataChannel(this, freeId(), label, "", delivery);
        if (!control(channel.id(), Dcep.open(label, "", delivery))) {
            throw new IllegalStateException("no channel can be opened: the association is down or full");
        }
        channels.put(channel.id(), channel);
        pending();
        return channel;
    }

    /** Ends the association in good order: what was sent is delivered first. */
    public void shutdown() {
        association.shutdown();
        pending();
    }

    /** Ends the association at once; {@link #poll} gives the packet that says so. The listener hears nothing more. */
    public void close() {
        association.abort();
        channels.values().forEach(channel -> channel.become(DataChannelState.CLOSED));
        channels.clear();
    }

    /** What happened so far. */
    public SctpCounters counters() {
        return tally.snapshot();
    }

    int buffered(int id) {
        return association.buffered(id);
    }

    boolean send(DataChannel channel, ByteBuf message, boolean text) {
        int length = message.readableBytes();
        boolean open = channel.state() == DataChannelState.CONNECTING || channel.state() == DataChannelState.OPEN;
        boolean taken = open && length <= config.maxMessageBytes() && take(channel, message, text);
        tally.messagesSent += taken ? 1 : 0;
        tally.messagesRefused += taken ? 0 : 1;
        if (taken) {
            pending();
        }
        return taken;
    }

    void close(DataChannel channel) {
        if (channel.state() == DataChannelState.CONNECTING || channel.state() == DataChannelState.OPEN) {
            channel.become(DataChannelState.CLOSING);
            if (association.state().established()) {
                reset(channel);
            }
            pending();
        }
    }

    /** Until the peer knows the channel, everything goes in order behind the OPEN (RFC 8832, section 6). */
    private boolean take(DataChannel channel, ByteBuf message, boolean text) {
        boolean empty = !message.isReadable();
        int ppid = text
                ? (empty ? Dcep.PPID_EMPTY_TEXT : Dcep.PPID_TEXT)
                : (empty ? Dcep.PPID_EMPTY_BINARY : Dcep.PPID_BINARY);
        byte[] payload = empty ? new byte[1] : ByteBufUtil.getBytes(message);
        boolean ordered = channel.delivery().ordered() || channel.state() == DataChannelState.CONNECTING;
        return association.send(channel.id(), ordered, ppid, payload, channel.delivery());
    }

    private boolean control(int stream, byte[] message) {
        return association.send(stream, true, Dcep.PPID_CONTROL, message, Delivery.RELIABLE);
    }

    private int freeId() {
        if (channels.size() >= config.maxChannels()) {
            throw new IllegalStateException("no more than " + config.maxChannels() + " channels");
        }
        int id = dtlsClient ? 0 : 1;
        while (channels.containsKey(id)) {
            id += 2;
        }
        return id;
    }

    private boolean isPeers(int id) {
        return (id % 2 == 0) != dtlsClient;
    }

    private void reset(DataChannel channel) {
        if (!association.reset(channel.id())) {
            channels.remove(channel.id());
            closed(channel);
        }
    }

    private void closed(DataChannel channel) {
        if (channel.state() != DataChannelState.CLOSED) {
            channel.become(DataChannelState.CLOSED);
            listener.onClosed(channel);
        }
    }

    private void pending() {
        if (!busy) {
            listener.onPending();
        }
    }

    /** What the association reports. */
    private final class Events implements Association.User {
        @Override
        public void onUp() {
            listener.onUp();
            for (DataChannel channel : List.copyOf(channels.values())) {
                if (channel.state() == DataChannelState.CLOSING) {
                    reset(channel);
                }
            }
        }

        @Override
        public void onMessage(int stream, int ppid, ByteBuf payload) {
            DataChannel channel = channels.get(stream);
            if (ppid == Dcep.PPID_CONTROL) {
                onControl(stream, channel, payload);
            } else if (channel == null || channel.state() == DataChannelState.CLOSED) {
                tally.drop(SctpDrop.BAD_DATA);
            } else {
                opened(channel);
                onUserMessage(channel, ppid, payload);
            }
        }

        @Override
        public void onPeerReset(int stream) {
            DataChannel channel = channels.get(stream);
            if (channel != null) {
                if (channel.endedByPeer()) {
                    association.reset(stream);
                }
                forgetWhenDone(channel);
                closed(channel);
            }
        }

        @Override
        public void onOurReset(int stream) {
            DataChannel channel = channels.get(stream);
            if (channel != null) {
                channel.endedByUs();
                forgetWhenDone(channel);
                closed(channel);
            }
        }

        @Override
        public void onDown(String reason) {
            channels.values().forEach(channel -> channel.become(DataChannelState.CLOSED));
            channels.clear();
            listener.onDown(reason);
        }

        private void onControl(int stream, @Nullable DataChannel channel, ByteBuf message) {
            if (channel != null && Dcep.isAck(message)) {
                opened(channel);
                return;
            }
            Dcep.Open open = Dcep.readOpen(message);
            if (open == null || channel != null || !isPeers(stream) || channels.size() >= config.maxChannels()) {
                tally.drop(SctpDrop.REFUSED_CHANNEL);
            } else {
                accept(new DataChannel(DataChannels.this, stream, open.label(), open.protocol(), open.delivery()));
            }
        }

        private void accept(DataChannel channel) {
            channels.put(channel.id(), channel);
            if (control(channel.id(), Dcep.ack())) {
                opened(channel);
            } else {
                channels.remove(channel.id());
                tally.drop(SctpDrop.REFUSED_CHANNEL);
            }
        }

        private void opened(DataChannel channel) {
            if (channel.state() == DataChannelState.CONNECTING) {
                channel.become(DataChannelState.OPEN);
                listener.onOpen(channel);
            }
        }

        private void onUserMessage(DataChannel channel, int ppid, ByteBuf payload) {
            boolean text = ppid == Dcep.PPID_TEXT || ppid == Dcep.PPID_EMPTY_TEXT;
            boolean empty = ppid == Dcep.PPID_EMPTY_TEXT || ppid == Dcep.PPID_EMPTY_BINARY;
            if (text || empty || ppid == Dcep.PPID_BINARY) {
                tally.messagesReceived++;
                listener.onMessage(channel, empty ? Unpooled.EMPTY_BUFFER : payload, text);
            } else {
                tally.drop(SctpDrop.BAD_DATA);
            }
        }

        private void forgetWhenDone(DataChannel channel) {
            if (channel.endedByBoth()) {
                channels.remove(channel.id());
            }
        }
    }
}
