package io.earshot.bridge.leg;

import io.earshot.ai.agent.AgentServices;
import io.earshot.ai.agent.ProviderStage;
import io.earshot.ai.llm.LanguageModel;
import io.earshot.ai.llm.LlmCall;
import io.earshot.ai.llm.LlmEvent;
import io.earshot.ai.llm.LlmRequest;
import io.earshot.ai.provider.phrase.PhraseMemory;
import io.earshot.ai.stt.SpeechToText;
import io.earshot.ai.stt.SttEvent;
import io.earshot.ai.stt.SttStream;
import io.earshot.ai.tts.TextToSpeech;
import io.earshot.ai.tts.TtsEvent;
import io.earshot.ai.tts.TtsStream;
import io.earshot.bridge.leg.AgentReports.Unit;
import io.earshot.media.audio.AudioFormat;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.util.function.Consumer;

/** One call's providers, with what is used of them reported. Audio costs an addition a packet. Confined to the call's loop. */
final class Metered {
    private Metered() {}

    /** Who is told. On the call's loop. */
    @FunctionalInterface
    interface UsageReport {
        void onUsage(ProviderStage stage, String provider, Unit unit, double amount);
    }

    static AgentServices of(AgentServices services, UsageReport reports) {
        return new AgentServices(
                new Ears(services.stt(), reports),
                new Mind(services.llm(), reports),
                new Voice(services.tts(), reports),
                services.vad(),
                services.tools(),
                services.latency());
    }

    private record Ears(SpeechToText stt, UsageReport reports) implements SpeechToText {
        @Override
        public String name() {
            return stt.name();
        }

        @Override
        public boolean detectsEndOfTurn() {
            return stt.detectsEndOfTurn();
        }

        @Override
        public SttStream open(AudioFormat format, EventLoop loop, Consumer<SttEvent> events) {
            return new HeardStream(stt.open(format, loop, events), format, stt.name(), reports);
        }
    }

    private static final class HeardStream implements SttStream {
        private final SttStream stream;
        private final AudioFormat format;
        private final String provider;
        private final UsageReport reports;
        private long bytes;

        HeardStream(SttStream stream, AudioFormat format, String provider, UsageReport reports) {
            this.stream = stream;
            this.format = format;
            this.provider = provider;
            this.reports = reports;
        }

        @Override
        public void send(ByteBuf audio) {
            bytes += audio.readableBytes();
            stream.send(audio);
        }

        @Override
        public void endTurn() {
            tell();
            stream.endTurn();
        }

        @Override
        public void attentive(boolean now) {
            tell();
            stream.attentive(now);
        }

        @Override
        public boolean heardSince(long sinceNs) {
            return stream.heardSince(sinceNs);
        }

        @Override
        public void close() {
            tell();
            stream.close();
        }

        /** As often as a turn changes hands, so that a long call does not tell everything at its end. */
        private void tell() {
            if (bytes > 0) {
                double seconds = (double) bytes / format.encoding().bytesPerSample() / format.sampleRate();
                reports.onUsage(ProviderStage.STT, provider, Unit.AUDIO_SECONDS, seconds);
                bytes = 0;
            }
        }
    }

    private record Mind(LanguageModel llm, UsageReport reports) implements LanguageModel {
        @Override
        public String name() {
            return llm.name();
        }

        @Override
        public void warm() {
            llm.warm();
        }

        @Override
        public LlmCall start(LlmRequest request, EventLoop loop, Consumer<LlmEvent> events) {
            report(Unit.REQUESTS, 1);
            return llm.start(request, loop, event -> {
                if (event instanceof LlmEvent.Finished done) {
                    report(Unit.PROMPT_TOKENS, done.promptTokens());
                    report(Unit.COMPLETION_TOKENS, done.completionTokens());
                }
                events.accept(event);
            });
        }

        private void report(Unit unit, int amount) {
            if (amount > 0) {
                reports.onUsage(ProviderStage.LLM, llm.name(), unit, amount);
            }
        }
    }

    private record Voice(TextToSpeech tts, UsageReport reports) implements TextToSpeech {
        @Override
        public String name() {
            return tts.name();
        }

        @Override
        public void warm(EventLoop loop) {
            tts.warm(loop);
        }

        @Override
        public TtsStream open(AudioFormat format, EventLoop loop, Consumer<TtsEvent> events) {
            TtsStream stream = tts.open(format, loop, events);
            return new TtsStream() {
                @Override
                public void say(String text) {
                    if (!(tts instanceof PhraseMemory memory && memory.remembers(format, text))) {
                        reports.onUsage(ProviderStage.TTS, tts.name(), Unit.CHARACTERS, text.length());
                    }
                    stream.say(text);
                }

                @Override
                public void finish() {
                    stream.finish();
                }

                @Override
                public void cancel() {
                    stream.cancel();
                }
            };
        }
    }
}
