package io.earshot.ai.provider.ws;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayList;
import java.util.List;

/** Hostile octets for the reader of frames. */
class FrameFuzzTest {
    private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false);

    @FuzzTest
    void shouldReadTheSameFramesHoweverTheyAreCutAndKeepNoMemory(byte[] input) {
        assertThat(frames(input, 1)).isEqualTo(frames(input, Math.max(1, input.length)));
        assertThat(allocator.metric().usedHeapMemory()).isZero();
    }

    private List<String> frames(byte[] input, int size) {
        Recorder recorder = new Recorder();
        FrameReader reader = new FrameReader(allocator, 4_096);
        FrameReader.Status status = FrameReader.Status.OK;
        for (int at = 0; at < input.length && status == FrameReader.Status.OK; at += size) {
            status = reader.read(Unpooled.wrappedBuffer(input, at, Math.min(size, input.length - at)), recorder);
        }
        reader.stop();
        recorder.seen.add(status.name());
        return recorder.seen;
    }

    private static final class Recorder implements FrameReader.Sink {
        private final List<String> seen = new ArrayList<>();

        @Override
        public void onMessage(boolean text, ByteBuf payload) {
            seen.add(text + ByteBufUtil.hexDump(payload));
        }

        @Override
        public void onPing(ByteBuf payload) {
            seen.add("ping" + ByteBufUtil.hexDump(payload));
        }

        @Override
        public void onPong() {
            seen.add("pong");
        }

        @Override
        public void onClose(int code, String reason) {
            seen.add("close" + code + reason);
        }
    }
}
