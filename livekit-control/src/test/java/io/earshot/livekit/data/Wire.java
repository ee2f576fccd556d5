package io.earshot.livekit.data;

import java.util.ArrayList;
import java.util.List;
import livekit.LivekitModels.DataPacket;

/** Takes packets as a room would, and remembers them. */
final class Wire implements PacketSink {
    final List<DataPacket> packets = new ArrayList<>();
    int room = Integer.MAX_VALUE;

    @Override
    public boolean send(DataPacket.Builder packet) {
        if (packets.size() >= room) {
            return false;
        }
        String from = packet.getParticipantIdentity();
        packets.add(packet.setParticipantIdentity(from.isEmpty() ? "us" : from)
                .setParticipantSid("PA_us")
                .build());
        return true;
    }

    DataPacket last() {
        return packets.getLast();
    }
}
