package io.earshot.livekit.data;

import livekit.LivekitModels.DataPacket;

/** Where packets go: the reliable data channel of a room. */
@FunctionalInterface
public interface PacketSink {
    /**
     * Sends a packet reliably. Who sends it is filled in unless it is there already.
     *
     * @return false when it cannot be taken now: not connected, or the buffer is full
     */
    boolean send(DataPacket.Builder packet);
}
