package io.earshot.ai.provider.phrase;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.ai.tts.TextToSpeech;
import io.earshot.ai.tts.TtsEvent;
import io.earshot.ai.tts.TtsStream;
import io.earshot.media.audio.AudioFormat;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PhraseMemoryTest {
    private final EventLoop loop = new DefaultEventLoop();
    private final Letters letters = new Letters();
    private final PhraseMemory memory = new PhraseMemory(letters, Set.of("Hello there."));
    private final List<String> heard = new ArrayList<>();

    @AfterEach
    void stop() {
        loop.shutdownGracefully();
    }

    @Test
    void shouldAnswerAFixedPhraseFromMemoryTheSecondTime() throws Exception {
        say("Hello there. ");
        assertThat(memory.remembers(AudioFormat.PCMU_8K, "Hello there.")).isTrue();
        say("Hello there. ");
        assertThat(letters.utterances).isEqualTo(1);
        assertThat(heard).containsExactly("Hello there. ", "done", "Hello there. ", "done");
    }

    @Test
    void shouldAskTheVoiceForEverythingElse() throws Exception {
        say("Hello there. ", "And more. ");
        say("Something new. ");
        assertThat(letters.utterances).isEqualTo(2);
        assertThat(heard).containsExactly("Hello there. ", "And more. ", "done", "Something new. ", "done");
    }

    @Test
    void shouldStaySilentAfterCancel() throws Exception {
        say("Hello there. ");
        heard.clear();
        TtsStream stream = memory.open(AudioFormat.PCMU_8K, loop, this::hear);
        loop.submit(() -> {
                    stream.say("Hello there.");
                    stream.finish();
                    stream.cancel();
                })
                .sync();
        loop.submit(() -> {}).sync();
        assertThat(heard).isEmpty();
    }

    private void say(String... texts) throws InterruptedException {
        TtsStream stream = memory.open(AudioFormat.PCMU_8K, loop, this::hear);
        loop.submit(() -> {
                    for (String text : texts) {
                        stream.say(text);
                    }
                    stream.finish();
                })
                .sync();
        loop.submit(() -> {}).sync();
    }

    private void hear(TtsEvent event) {
        switch (event) {
            case TtsEvent.Audio piece -> {
                heard.add(piece.audio().toString(StandardCharsets.UTF_8));
                piece.audio().release();
            }
            case TtsEvent.Done _ -> heard.add("done");
            default -> heard.add(event.toString());
        }
    }

    /** A voice whose audio is the text itself. */
    private static final class Letters implements TextToSpeech {
        int utterances;

        @Override
        public String name() {
            return "letters";
        }

        @Override
        public void warm(EventLoop loop) {}

        @Override
        public TtsStream open(AudioFormat format, EventLoop loop, Consumer<TtsEvent> events) {
            utterances++;
            return new TtsStream() {
                @Override
                public void say(String text) {
                    ByteBuf audio = Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
                    events.accept(new TtsEvent.Audio(audio));
                }

                @Override
                public void finish() {
                    events.accept(new TtsEvent.Done());
                }

                @Override
                public void cancel() {}
            };
        }
    }
}
