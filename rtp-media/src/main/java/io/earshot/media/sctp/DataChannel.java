package io.earshot.media.sctp;

import io.netty.buffer.ByteBuf;

/** One data channel (RFC 8831). Confined to the loop of its {@link DataChannels}. */
public final class DataChannel {
    private final DataChannels owner;
    private final int id;
    private final String label;
    private final String protocol;
    private final Delivery delivery;
    private DataChannelState state = DataChannelState.CONNECTING;
    private boolean peerEnded;
    private boolean weEnded;

    DataChannel(DataChannels owner, int id, String label, String protocol, Delivery delivery) {
        this.owner = owner;
        this.id = id;
        this.label = label;
        this.protocol = protocol;
        this.delivery = delivery;
    }

    /** What the channel is for, as its opener named it. */
    public String label() {
        return label;
    }

    /** Subprotocol, mostly empty. */
    public String protocol() {
        return protocol;
    }

    /** Stream identifier, the same in both directions. */
    public int id() {
        return id;
    }

    /** What is promised for its messages. */
    public Delivery delivery() {
        return delivery;
    }

    /** Where it is in its life. */
    public DataChannelState state() {
        return state;
    }

    /** Octets taken by {@link #send} and not yet acknowledged by the peer (or given up). */
    public int buffered() {
        return owner.buffered(id);
    }

    /**
     * Sends a message whole.
     *
     * @param message borrowed: its readable octets are copied
     * @param text whether it is UTF-8
     * @return whether it was taken; false when it is too long, the send buffer is full, or the channel is closing
     */
    public boolean send(ByteBuf message, boolean text) {
        return owner.send(this, message, text);
    }

    /** Closes the channel once what was sent is delivered. May be called again. */
    public void close() {
        owner.close(this);
    }

    void become(DataChannelState next) {
        state = next;
    }

    /** The peer has reset its direction; whether ours is not being reset yet. */
    boolean endedByPeer() {
        peerEnded = true;
        return state == DataChannelState.CONNECTING || state == DataChannelState.OPEN;
    }

    /** Our direction is reset. */
    void endedByUs() {
        weEnded = true;
    }

    /** Whether its number may be used again. */
    boolean endedByBoth() {
        return peerEnded && weEnded;
    }

    @Override
    public String toString() {
        return "DataChannel[" + id + " " + label + " " + state + "]";
    }
}
