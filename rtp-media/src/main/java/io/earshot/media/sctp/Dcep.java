package io.earshot.media.sctp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Messages of the data channel establishment protocol (RFC 8832, section 5). Stateless.
 *
 * <pre>
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |   OPEN (3)    | channel type  |            priority           |
 * |                    reliability parameter                      |
 * |         label length          |        protocol length        |
 * |                       label, protocol                         |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 */
final class Dcep {
    static final int PPID_CONTROL = 50;
    static final int PPID_TEXT = 51;
    static final int PPID_BINARY = 53;
    static final int PPID_EMPTY_TEXT = 56;
    static final int PPID_EMPTY_BINARY = 57;

    private static final int OPEN = 3;
    private static final int ACK = 2;
    private static final int FIXED_BYTES = 12;
    private static final int UNORDERED = 0x80;
    private static final int NORMAL_PRIORITY = 256;

    /** What an OPEN says. */
    record Open(String label, String protocol, Delivery delivery) {}

    private Dcep() {}

    static byte[] open(String label, String protocol, Delivery delivery) {
        byte[] name = label.getBytes(StandardCharsets.UTF_8);
        byte[] sub = protocol.getBytes(StandardCharsets.UTF_8);
        int limit = delivery.maxRetransmits() >= 0 ? 1 : delivery.maxLifetimeMs() >= 0 ? 2 : 0;
        ByteBuf out = Unpooled.buffer(FIXED_BYTES + name.length + sub.length);
        out.writeByte(OPEN).writeByte(limit | (delivery.ordered() ? 0 : UNORDERED));
        out.writeShort(NORMAL_PRIORITY);
        out.writeInt(Math.max(0, limit == 1 ? delivery.maxRetransmits() : delivery.maxLifetimeMs()));
        out.writeShort(name.length).writeShort(sub.length).writeBytes(name).writeBytes(sub);
        return ByteBufUtil.getBytes(out);
    }

    static byte[] ack() {
        return new byte[] {ACK};
    }

    /** One octet by RFC 8832, section 5.2; four from pion, and so from livekit-server. */
    static boolean isAck(ByteBuf message) {
        return message.readableBytes() >= 1
                && message.readableBytes() <= 4
                && message.getByte(message.readerIndex()) == ACK;
    }

    /** Null when the message is no OPEN, or malformed. */
    static @Nullable Open readOpen(ByteBuf message) {
        int at = message.readerIndex();
        if (message.readableBytes() < FIXED_BYTES || message.getByte(at) != OPEN) {
            return null;
        }
        int labelBytes = message.getUnsignedShort(at + 8);
        int protocolBytes = message.getUnsignedShort(at + 10);
        Delivery delivery = delivery(message.getUnsignedByte(at + 1), message.getInt(at + 4));
        if (delivery == null || message.readableBytes() != FIXED_BYTES + labelBytes + protocolBytes) {
            return null;
        }
        String label = message.toString(at + FIXED_BYTES, labelBytes, StandardCharsets.UTF_8);
        String protocol = message.toString(at + FIXED_BYTES + labelBytes, protocolBytes, StandardCharsets.UTF_8);
        return new Open(label, protocol, delivery);
    }

    private static @Nullable Delivery delivery(int type, int parameter) {
        int limit = parameter < 0 ? Integer.MAX_VALUE : parameter; // it is unsigned
        boolean ordered = (type & UNORDERED) == 0;
        return switch (type & ~UNORDERED) {
            case 0 -> new Delivery(ordered, -1, -1);
            case 1 -> new Delivery(ordered, limit, -1);
            case 2 -> new Delivery(ordered, -1, limit);
            default -> null;
        };
    }
}
