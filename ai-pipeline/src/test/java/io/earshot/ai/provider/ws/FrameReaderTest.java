package io.earshot.ai.provider.ws;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrameReaderTest {
    private final ByteBufAllocator allocator = UnpooledByteBufAllocator.DEFAULT;
    private final FrameReader reader = new FrameReader(allocator, 1_024);
    private final List<String> seen = new ArrayList<>();

    private final FrameReader.Sink sink = new FrameReader.Sink() {
        @Override
        public void onMessage(boolean text, ByteBuf payload) {
            seen.add((text ? "text " : "binary ") + payload.toString(StandardCharsets.UTF_8));
        }

        @Override
        public void onPing(ByteBuf payload) {
            seen.add("ping " + payload.toString(StandardCharsets.UTF_8));
        }

        @Override
        public void onPong() {
            seen.add("pong");
        }

        @Override
        public void onClose(int code, String reason) {
            seen.add("close " + code + " " + reason);
        }
    };

    @AfterEach
    void release() {
        reader.stop();
    }

    private FrameReader.Status read(String hex) {
        return reader.read(Unpooled.wrappedBuffer(HexFormat.of().parseHex(hex)), sink);
    }

    /** The examples of RFC 6455 section 5.7, cut at every octet. */
    @Test
    void shouldReadFramesCutAnywhere() {
        String stream = "810548656c6c6f" + "010348656c" + "890548656c6c6f" + "80026c6f" + "8200" + "8a00" + "880203e8";
        byte[] bytes = HexFormat.of().parseHex(stream);
        for (byte octet : bytes) {
            reader.read(Unpooled.wrappedBuffer(new byte[] {octet}), sink);
        }

        assertThat(seen).containsExactly("text Hello", "ping Hello", "text Hello", "binary ", "pong", "close 1000 ");
    }

    @ParameterizedTest
    @CsvSource({
        "8185, MASKED",
        "c100, RESERVED_BITS",
        "8300, UNKNOWN_OPCODE",
        "0900, BAD_CONTROL_FRAME",
        "897e007e, BAD_CONTROL_FRAME",
        "8a7fffffffffffffffff, BAD_CONTROL_FRAME",
        "8000, BAD_CONTINUATION",
        "010161810161, BAD_CONTINUATION",
        "817e0401, TOO_BIG",
        "817fffffffffffffffff, TOO_BIG",
        "017e03ff, OK"
    })
    void shouldNameWhatIsWrongWithAFrame(String hex, FrameReader.Status status) {
        assertThat(read(hex)).isEqualTo(status);
    }

    @Test
    void shouldCountFragmentsTogetherAgainstTheLimit() {
        read("017e0200" + "61".repeat(512));
        assertThat(read("807e0201" + "61".repeat(513))).isEqualTo(FrameReader.Status.TOO_BIG);
    }

    @Test
    void shouldStopInTheMiddleWhenToldFromWithin() {
        FrameReader.Sink stopping = new StoppingSink();
        reader.read(Unpooled.wrappedBuffer(HexFormat.of().parseHex("810161" + "810162")), stopping);
        assertThat(seen).containsExactly("stopped");
    }

    private final class StoppingSink implements FrameReader.Sink {
        @Override
        public void onMessage(boolean text, ByteBuf payload) {
            seen.add("stopped");
            reader.stop();
        }

        @Override
        public void onPing(ByteBuf payload) {}

        @Override
        public void onPong() {}

        @Override
        public void onClose(int code, String reason) {}
    }
}
