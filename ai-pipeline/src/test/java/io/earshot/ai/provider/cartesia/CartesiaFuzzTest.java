package io.earshot.ai.provider.cartesia;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.earshot.ai.provider.ProviderCounters;
import io.earshot.ai.tts.TtsEvent;
import io.earshot.media.audio.AudioFormat;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.IOException;

/** Hostile messages for an utterance; a zero octet separates one message from the next. */
class CartesiaFuzzTest {
    private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false);
    private int ids;

    @FuzzTest
    void shouldSurviveAnyMessagesAndKeepNoMemory(byte[] input) {
        UtteranceCore core = new UtteranceCore(
                "ca", CartesiaConfig.defaults(), AudioFormat.LINEAR16_16K, new ProviderCounters(), () -> "c" + ++ids);
        core.onConnected(0);
        core.say("One.", 0);
        ByteBuf all = Unpooled.wrappedBuffer(input);
        int ends = 0;
        for (long nowNs = 1; all.isReadable() && !core.ended(); nowNs += 300_000_000L) {
            int length = all.bytesBefore((byte) 0);
            receive(core, all.readSlice(length < 0 ? all.readableBytes() : length), nowNs);
            all.skipBytes(Math.min(1, all.readableBytes()));
            core.say("More.", nowNs);
            ends += drain(core);
        }
        core.finish(Long.MAX_VALUE / 4);
        core.onDeadline(Long.MAX_VALUE / 2);
        ends += drain(core);
        assertThat(ends).isEqualTo(1);
        assertThat(allocator.metric().usedDirectMemory()).isZero();
    }

    private void receive(UtteranceCore core, ByteBuf json, long nowNs) {
        try {
            CartesiaMessage message = CartesiaMessage.parse(json, allocator);
            core.onMessage(message, nowNs);
            message.release();
        } catch (IOException e) {
            assertThat(core.ended()).isFalse();
        }
    }

    private static int drain(UtteranceCore core) {
        int ends = 0;
        for (UtteranceCore.Output output = core.poll(); output != null; output = core.poll()) {
            if (output instanceof UtteranceCore.Output.Tell(TtsEvent.Audio(ByteBuf audio))) {
                assertThat(audio.readableBytes() % 2).isZero();
                audio.release();
            }
            ends += output instanceof UtteranceCore.Output.Tell(TtsEvent.Done _) ? 1 : 0;
            ends += output instanceof UtteranceCore.Output.Tell(TtsEvent.Failed _) ? 1 : 0;
        }
        return ends;
    }
}
