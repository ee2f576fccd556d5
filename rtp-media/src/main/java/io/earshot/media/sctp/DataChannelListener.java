package io.earshot.media.sctp;

import io.netty.buffer.ByteBuf;

/** What happens on the data channels of one peer connection. Called on its loop, from within the calls that caused it. */
public interface DataChannelListener {
    /** The association stands: data flows from here on. Once. */
    default void onUp() {}

    /** A channel is open: ours was confirmed, or the peer opened one. */
    default void onOpen(DataChannel channel) {}

    /**
     * A whole message came.
     *
     * @param message borrowed: valid during the call only
     * @param text the peer says that it is UTF-8
     */
    default void onMessage(DataChannel channel, ByteBuf message, boolean text) {}

    /** A channel is closed, by either side. Not called when the whole association goes down. */
    default void onClosed(DataChannel channel) {}

    /**
     * {@link DataChannels#poll} may give packets although no packet came and no deadline passed: a message was sent, or a
     * channel opened or closed.
     */
    default void onPending() {}

    /** The association is down for good, with all its channels. Once. */
    default void onDown(String reason) {}
}
