package io.earshot.ai.provider.fallback;

import io.earshot.ai.llm.LanguageModel;
import io.earshot.ai.llm.LlmCall;
import io.earshot.ai.llm.LlmEvent;
import io.earshot.ai.llm.LlmRequest;
import io.earshot.ai.provider.ProviderFailure;
import io.earshot.ai.provider.ProviderFailure.Kind;
import io.earshot.ai.stt.SpeechToText;
import io.earshot.ai.stt.SttEvent;
import io.earshot.ai.stt.SttStream;
import io.earshot.ai.tts.TextToSpeech;
import io.earshot.ai.tts.TtsEvent;
import io.earshot.ai.tts.TtsStream;
import io.earshot.media.audio.AudioFormat;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Providers that a test drives by hand: they note what they are asked and say what the test tells them to say. */
final class Fakes {
    private Fakes() {}

    static ProviderFailure failure(String provider) {
        return ProviderFailure.of(provider, Kind.SERVER_ERROR, "no");
    }

    /** Notes outcomes as text. */
    static final class Outcomes implements FallbackListener {
        final List<String> seen = new ArrayList<>();

        @Override
        public void onOutcome(Stage stage, String provider, Outcome outcome, @Nullable ProviderFailure failure) {
            seen.add(stage.label() + " " + provider + " " + outcome.label());
        }
    }

    static final class Model implements LanguageModel, LlmCall {
        private final String name;
        int started;
        int cancelled;
        int warmed;
        Consumer<LlmEvent> events = event -> {};

        Model(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public void warm() {
            warmed++;
        }

        @Override
        public LlmCall start(LlmRequest request, EventLoop loop, Consumer<LlmEvent> to) {
            started++;
            events = to;
            return this;
        }

        @Override
        public void cancel() {
            cancelled++;
        }

        void fail() {
            events.accept(new LlmEvent.Failed(failure(name)));
        }
    }

    static final class Voice implements TextToSpeech, TtsStream {
        private final String name;
        final List<String> asked = new ArrayList<>();
        Consumer<TtsEvent> events = event -> {};

        Voice(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public void warm(EventLoop loop) {
            asked.add("warm");
        }

        @Override
        public TtsStream open(AudioFormat format, EventLoop loop, Consumer<TtsEvent> to) {
            events = to;
            return this;
        }

        @Override
        public void say(String text) {
            asked.add("say " + text);
        }

        @Override
        public void finish() {
            asked.add("finish");
        }

        @Override
        public void cancel() {
            asked.add("cancel");
        }

        void fail() {
            events.accept(new TtsEvent.Failed(failure(name)));
        }
    }

    static final class Ears implements SpeechToText, SttStream {
        private final String name;
        private final boolean turns;
        final List<String> asked = new ArrayList<>();
        int heardBytes;
        Consumer<SttEvent> events = event -> {};

        Ears(String name, boolean turns) {
            this.name = name;
            this.turns = turns;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public boolean detectsEndOfTurn() {
            return turns;
        }

        @Override
        public SttStream open(AudioFormat format, EventLoop loop, Consumer<SttEvent> to) {
            asked.add("open");
            events = to;
            return this;
        }

        @Override
        public void send(ByteBuf audio) {
            heardBytes += audio.readableBytes();
        }

        @Override
        public void attentive(boolean now) {
            asked.add(now ? "attentive" : "calm");
        }

        @Override
        public void endTurn() {
            asked.add("endTurn");
        }

        @Override
        public void close() {
            asked.add("close");
        }

        void fail() {
            events.accept(new SttEvent.Failed(failure(name)));
        }
    }
}
