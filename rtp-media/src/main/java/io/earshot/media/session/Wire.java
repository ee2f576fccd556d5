package io.earshot.media.session;

import io.earshot.media.stream.Buffers;
import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;

/** The way out of the cores of a session: sockets in a call, a simulated network in tests. */
interface Wire extends Buffers {
    /**
     * Sends an RTP packet and releases it.
     *
     * @param dueNs when it was due
     * @return monotonic time at which it was handed to the kernel
     */
    long sendRtp(ByteBuf packet, InetSocketAddress to, long dueNs);

    /** Whether a packet can be sent: not while keys are being agreed on. */
    default boolean isOpen() {
        return true;
    }

    /** Sends an RTCP packet and releases it. */
    void sendRtcp(ByteBuf packet, InetSocketAddress to);
}
