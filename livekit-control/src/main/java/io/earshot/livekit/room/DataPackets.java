package io.earshot.livekit.room;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.earshot.livekit.data.SentPackets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import livekit.LivekitModels.DataPacket;
import livekit.LivekitModels.SipDTMF;
import livekit.LivekitModels.UserPacket;
import livekit.LivekitRtc.DataChannelReceiveState;
import org.jspecify.annotations.Nullable;

/**
 * Data packets as they travel on the channels {@code _reliable} and {@code _lossy}. Reliable ones are numbered, so that the server can repeat
 * what a lost session missed, and none is taken twice. Confined to the room's loop.
 */
final class DataPackets {
    /** Largest payload: LiveKit's clients send no more than 15 kB a packet. */
    static final int LARGEST = 15_000;

    private static final int MOST_SENDERS = 20_000;
    private static final int KEPT_PACKETS = 256;
    private static final int KEPT_BYTES = 1 << 18;
    private static final String KEYS = "0123456789*#ABCD";

    private final RoomCounters counters;
    private final Map<String, Integer> lastFrom = new HashMap<>();
    private final SentPackets sent = new SentPackets(KEPT_PACKETS, KEPT_BYTES);

    DataPackets(RoomCounters counters) {
        this.counters = counters;
    }

    /**
     * A key press.
     *
     * @throws IllegalArgumentException when it is no key
     */
    static DataPacket.Builder dtmf(char digit) {
        int code = KEYS.indexOf(Character.toUpperCase(digit));
        if (code < 0) {
            throw new IllegalArgumentException("a key is 0 to 9, *, #, or A to D");
        }
        return DataPacket.newBuilder()
                .setSipDtmf(SipDTMF.newBuilder().setCode(code).setDigit(String.valueOf(KEYS.charAt(code))));
    }

    static DataPacket.Builder user(byte[] payload, String topic, List<String> to) {
        UserPacket.Builder user = UserPacket.newBuilder().setPayload(ByteString.copyFrom(payload));
        if (!topic.isEmpty()) {
            user.setTopic(topic);
        }
        return DataPacket.newBuilder().addAllDestinationIdentities(to).setUser(user);
    }

    /** Sends a packet in our name, unless it is in another's already; a reliable one is numbered and kept if it could be sent. */
    boolean send(DataPacket.Builder packet, Participant us, boolean reliable, Predicate<byte[]> out) {
        if (packet.getParticipantIdentity().isEmpty()) {
            packet.setParticipantIdentity(us.identity());
        }
        if (!reliable) {
            return out.test(packet.build().toByteArray());
        }
        int number = sent.nextNumber();
        byte[] octets = packet.setSequence(number).build().toByteArray();
        boolean taken = out.test(octets);
        if (taken) {
            sent.keep(number, octets);
        }
        return taken;
    }

    /** What the server has missed of our reliable packets, after the last that reached it. */
    List<byte[]> missed(int lastArrived) {
        return sent.after(lastArrived);
    }

    /** What came, or null when it is malformed (counted) or was here before. */
    @Nullable
    DataPacket decode(byte[] octets, boolean reliable) {
        try {
            DataPacket packet = DataPacket.parseFrom(octets);
            return reliable && repeated(packet) ? null : packet;
        } catch (InvalidProtocolBufferException malformed) {
            counters.count(RoomCounters.Count.DATA_MALFORMED);
            return null;
        }
    }

    /** The key that was pressed, or 0 when it is none. */
    static char digit(SipDTMF dtmf) {
        String digit = dtmf.getDigit();
        if (digit.length() == 1 && KEYS.contains(digit)) {
            return digit.charAt(0);
        }
        int code = dtmf.getCode();
        return digit.isEmpty() && code >= 0 && code < KEYS.length() ? KEYS.charAt(code) : 0;
    }

    /** The last packet from each sender, for a resumed session. */
    List<DataChannelReceiveState> received() {
        return lastFrom.entrySet().stream()
                .map(each -> DataChannelReceiveState.newBuilder()
                        .setPublisherSid(each.getKey())
                        .setLastSeq(each.getValue())
                        .build())
                .toList();
    }

    /** A new session: numbers begin again. */
    void reset() {
        lastFrom.clear();
        sent.reset();
    }

    private boolean repeated(DataPacket packet) {
        String from = packet.getParticipantSid();
        int number = packet.getSequence();
        if (number == 0 || from.isEmpty() || lastFrom.size() >= MOST_SENDERS) {
            return false;
        }
        Integer last = lastFrom.get(from);
        if (last != null && Integer.compareUnsigned(number, last) <= 0) {
            return true;
        }
        lastFrom.put(from, number);
        return false;
    }
}
