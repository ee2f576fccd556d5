package io.earshot.ai.provider.ws;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads server frames (RFC 6455 section 5.2) from a stream of bytes cut anywhere, and puts fragmented messages
 * together. Memory is held only while a message is incomplete. Deviation: text is not checked for UTF-8 here (section
 * 8.1), because the JSON parsers behind it refuse what is not. Sans-IO; confined to its loop.
 */
final class FrameReader {
    /** Takes what was read. */
    interface Sink {
        /** A whole message. {@code payload} is borrowed: valid during the call. */
        void onMessage(boolean text, ByteBuf payload);

        /** A ping; {@code payload} is borrowed and must be echoed. */
        void onPing(ByteBuf payload);

        void onPong();

        /** @param code the peer's close code, 1005 when it gave none */
        void onClose(int code, String reason);
    }

    /** Why reading goes on or not, with the close code that answers it. */
    enum Status {
        OK(0),
        MASKED(1002),
        RESERVED_BITS(1002),
        UNKNOWN_OPCODE(1002),
        BAD_CONTROL_FRAME(1002),
        BAD_CONTINUATION(1002),
        TOO_BIG(1009);

        final int closeCode;

        Status(int closeCode) {
            this.closeCode = closeCode;
        }
    }

    private static final int NO_MESSAGE = -1;
    private static final int NO_STATUS_RECEIVED = 1005;
    private static final long LARGEST_FIRST_BUFFER = 65_536;

    private final ByteBufAllocator allocator;
    private final int maxMessageBytes;
    private final byte[] header = new byte[10];
    private int headerBytes;
    private boolean headerDone;
    private long payloadLeft;
    private int messageOpcode = NO_MESSAGE;
    private @Nullable ByteBuf message;
    private @Nullable ByteBuf control;
    private boolean stopped;

    FrameReader(ByteBufAllocator allocator, int maxMessageBytes) {
        this.allocator = allocator;
        this.maxMessageBytes = maxMessageBytes;
    }

    /** Reads all of {@code in}; after anything but {@code OK}, and after {@link #stop}, the rest is ignored. */
    Status read(ByteBuf in, Sink sink) {
        while (!stopped) {
            if (!headerDone) {
                if (!readHeader(in)) {
                    return Status.OK;
                }
                Status status = checkHeader();
                if (status != Status.OK) {
                    stop();
                    return status;
                }
                headerDone = true;
            }
            if (!readPayload(in, sink)) {
                return Status.OK;
            }
        }
        return Status.OK;
    }

    /** Reads nothing more and gives back all memory. May be called from within the sink, and again. */
    void stop() {
        stopped = true;
        if (message != null) {
            message.release();
            message = null;
        }
        if (control != null) {
            control.release();
            control = null;
        }
    }

    private boolean readHeader(ByteBuf in) {
        while (headerBytes < 2 || headerBytes < headerLength()) {
            if (!in.isReadable()) {
                return false;
            }
            header[headerBytes++] = in.readByte();
        }
        return true;
    }

    private int headerLength() {
        return switch (header[1] & 0x7F) {
            case 126 -> 4;
            case 127 -> 10;
            default -> 2;
        };
    }

    private Status checkHeader() {
        payloadLeft = payloadLength();
        if ((header[0] & 0x70) != 0) {
            return Status.RESERVED_BITS;
        }
        if ((header[1] & 0x80) != 0) {
            return Status.MASKED;
        }
        return switch (opcode()) {
            case FrameWriter.TEXT, FrameWriter.BINARY ->
                messageOpcode == NO_MESSAGE ? checkSize(0) : Status.BAD_CONTINUATION;
            case FrameWriter.CONTINUATION ->
                messageOpcode == NO_MESSAGE
                        ? Status.BAD_CONTINUATION
                        : checkSize(message == null ? 0 : message.readableBytes());
            case FrameWriter.CLOSE, FrameWriter.PING, FrameWriter.PONG ->
                isLast() && payloadLeft >= 0 && payloadLeft <= 125 ? Status.OK : Status.BAD_CONTROL_FRAME;
            default -> Status.UNKNOWN_OPCODE;
        };
    }

    private Status checkSize(int before) {
        return payloadLeft < 0 || payloadLeft > maxMessageBytes - before ? Status.TOO_BIG : Status.OK;
    }

    private long payloadLength() {
        int length = header[1] & 0x7F;
        int octets = headerLength() - 2;
        if (octets == 0) {
            return length;
        }
        long value = 0;
        for (int i = 0; i < octets; i++) {
            value = value << 8 | (header[2 + i] & 0xFF);
        }
        return value;
    }

    private int opcode() {
        return header[0] & 0x0F;
    }

    private boolean isLast() {
        return (header[0] & 0x80) != 0;
    }

    /** False when the frame is still incomplete. */
    private boolean readPayload(ByteBuf in, Sink sink) {
        boolean isControl = opcode() >= FrameWriter.CLOSE;
        ByteBuf collected = isControl ? control : message;
        if (collected == null && isLast() && in.readableBytes() >= payloadLeft) {
            endFrame();
            deliver(opcode(), in.readSlice((int) payloadLeft), sink);
            return true;
        }
        return collect(in, collected == null ? begin(isControl) : collected, isControl, sink);
    }

    private ByteBuf begin(boolean isControl) {
        ByteBuf into = allocator.buffer((int) Math.clamp(payloadLeft, 16, LARGEST_FIRST_BUFFER));
        if (isControl) {
            control = into;
        } else {
            message = into;
            messageOpcode = opcode();
        }
        return into;
    }

    private boolean collect(ByteBuf in, ByteBuf into, boolean isControl, Sink sink) {
        int now = (int) Math.min(payloadLeft, in.readableBytes());
        into.writeBytes(in, now);
        payloadLeft -= now;
        if (payloadLeft > 0) {
            return false;
        }
        endFrame();
        if (isControl) {
            control = null;
            deliverAndRelease(opcode(), into, sink);
        } else if (isLast()) {
            int opcode = messageOpcode;
            message = null;
            messageOpcode = NO_MESSAGE;
            deliverAndRelease(opcode, into, sink);
        }
        return true;
    }

    /** The header's octets stay readable until the next frame begins. */
    private void endFrame() {
        headerBytes = 0;
        headerDone = false;
    }

    private static void deliverAndRelease(int opcode, ByteBuf payload, Sink sink) {
        try {
            deliver(opcode, payload, sink);
        } finally {
            payload.release();
        }
    }

    private static void deliver(int opcode, ByteBuf payload, Sink sink) {
        switch (opcode) {
            case FrameWriter.PING -> sink.onPing(payload);
            case FrameWriter.PONG -> sink.onPong();
            case FrameWriter.CLOSE -> deliverClose(payload, sink);
            default -> sink.onMessage(opcode == FrameWriter.TEXT, payload);
        }
    }

    private static void deliverClose(ByteBuf payload, Sink sink) {
        int code = payload.readableBytes() >= 2 ? payload.readUnsignedShort() : NO_STATUS_RECEIVED;
        sink.onClose(code, payload.toString(StandardCharsets.UTF_8));
    }
}
