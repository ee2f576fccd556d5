package io.earshot.ai.provider.deepgram;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.earshot.ai.provider.ProviderCounters;
import io.earshot.ai.stt.SttEvent;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/** Hostile messages for both cores; a zero octet separates one message from the next. */
class MessageFuzzTest {
    @FuzzTest
    void shouldSurviveAnyV1Messages(byte[] input) {
        converse(new V1Core("dg", Configs.v1DecidingTurns(), new ProviderCounters()), input);
    }

    @FuzzTest
    void shouldSurviveAnyFluxMessages(byte[] input) {
        converse(new FluxCore("dg", DeepgramFluxConfig.defaults(), new ProviderCounters()), input);
    }

    private static void converse(DeepgramCore core, byte[] input) {
        core.onOpen("id", 0);
        ByteBuf all = Unpooled.wrappedBuffer(input);
        int asked = 0;
        int answered = 0;
        for (long nowNs = 1; all.isReadable(); nowNs += 200_000_000L) {
            int length = all.bytesBefore((byte) 0);
            core.onMessage(all.readSlice(length < 0 ? all.readableBytes() : length), nowNs);
            all.skipBytes(Math.min(1, all.readableBytes()));
            answered += endsOfTurn(core);
            core.endTurn(nowNs);
            asked = answered + 1;
        }
        core.onDeadline(Long.MAX_VALUE / 2);
        answered += endsOfTurn(core);
        assertThat(answered).as("every endTurn is answered").isGreaterThanOrEqualTo(asked);
    }

    private static int endsOfTurn(DeepgramCore core) {
        int count = 0;
        for (DeepgramCore.Output output = core.poll(); output != null; output = core.poll()) {
            count += output instanceof DeepgramCore.Output.Event(SttEvent.EndOfTurn _) ? 1 : 0;
        }
        return count;
    }
}
