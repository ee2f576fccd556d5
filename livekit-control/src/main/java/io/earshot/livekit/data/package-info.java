/**
 * LiveKit's data packets: text and byte streams, calls between participants (RPC), repetition after a resume. Sans-IO: packets, time and
 * texts come in, packets go out through a {@link io.earshot.livekit.data.PacketSink}.
 */
@NullMarked
package io.earshot.livekit.data;

import org.jspecify.annotations.NullMarked;
