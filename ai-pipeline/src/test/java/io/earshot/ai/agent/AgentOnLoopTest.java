package io.earshot.ai.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.ai.latency.LatencyRecorder;
import io.earshot.ai.latency.TurnClass;
import io.earshot.ai.latency.TurnRecord;
import io.earshot.ai.llm.ToolCall;
import io.earshot.ai.stt.SttEvent;
import io.earshot.ai.vad.EnergyVad;
import io.earshot.ai.vad.VadSettings;
import io.earshot.media.audio.AudioFormat;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A call on a real event loop and the real clock: greeting, a turn, and a hang-up after the last word. */
class AgentOnLoopTest {
    private final EventLoop loop = new DefaultEventLoop();
    private final FakeProviders.Ears ears = new FakeProviders.Ears(true);
    private final FakeProviders.Model model = new FakeProviders.Model();
    private final FakeProviders.Voice voice = new FakeProviders.Voice();
    private final CompletableFuture<Void> listening = new CompletableFuture<>();
    private final CompletableFuture<TurnClass> answered = new CompletableFuture<>();
    private final CompletableFuture<EndReason> hungUp = new CompletableFuture<>();
    private final ByteBuf packet = Unpooled.buffer(160);
    private Agent agent;

    @AfterEach
    void stopLoop() throws Exception {
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).get(5, TimeUnit.SECONDS);
    }

    @Test
    void shouldGoThroughWholeCall() throws Exception {
        loop.submit(this::begin).get(5, TimeUnit.SECONDS);
        listening.get(10, TimeUnit.SECONDS);
        loop.submit(() -> ears.events.accept(new SttEvent.EndOfTurn("Goodbye.")))
                .get(5, TimeUnit.SECONDS);
        loop.submit(this::reply).get(5, TimeUnit.SECONDS);

        assertThat(answered.get(10, TimeUnit.SECONDS)).isEqualTo(TurnClass.TOOL);
        assertThat(hungUp.get(10, TimeUnit.SECONDS)).isEqualTo(EndReason.AGENT_HUNG_UP);
        assertThat(ears.closed).isEqualTo(1);
    }

    private void begin() {
        AgentServices services = new AgentServices(
                ears, model, voice, EnergyVad.factory(VadSettings.energy()), List.of(), new LatencyRecorder());
        agent = new Agent(
                AgentConfig.defaults(),
                services,
                AudioFormat.PCMU_8K,
                loop,
                System::nanoTime,
                "call",
                "trunk",
                new Caller());
        agent.prepare();
        agent.answered(System.nanoTime());
        loop.scheduleAtFixedRate(this::tick, 2, 2, TimeUnit.MILLISECONDS);
    }

    private void reply() {
        model.token(0, "Goodbye then.");
        model.finish(0, new ToolCall("c1", "hang_up", "{}"));
    }

    private void tick() {
        packet.clear();
        if (agent.mouth().read(packet, 160) > 0) {
            agent.mouth().onSent(System.nanoTime());
        }
    }

    private final class Caller implements AgentListener {
        @Override
        public void onState(AgentState from, AgentState to, String reason) {
            if (to == AgentState.LISTENING) {
                listening.complete(null);
            }
        }

        @Override
        public void onTurn(TurnRecord turn) {
            if (turn.turnClass() != TurnClass.GREETING) {
                answered.complete(turn.turnClass());
            }
        }

        @Override
        public void onFault(RuntimeException bug) {
            throw bug;
        }

        @Override
        public void onHangUp(EndReason reason) {
            hungUp.complete(reason);
        }

        @Override
        public void onTransfer(String uri) {}

        @Override
        public void onSendDtmf(String digits) {}
    }
}
