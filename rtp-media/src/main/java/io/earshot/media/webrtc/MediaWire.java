package io.earshot.media.webrtc;

import io.earshot.media.stream.Buffers;
import io.netty.buffer.ByteBuf;

/** The way out of the media of a peer connection: its transport in a call, a simulated network in tests. */
interface MediaWire extends Buffers {
    /**
     * Sends an RTP packet and releases it.
     *
     * @param dueNs when it was due
     * @return monotonic time at which it was handed to the kernel
     */
    long sendRtp(ByteBuf packet, long dueNs);

    /** Sends an RTCP compound and releases it. */
    void sendRtcp(ByteBuf compound);
}
