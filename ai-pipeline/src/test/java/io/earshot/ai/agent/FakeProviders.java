package io.earshot.ai.agent;

import io.earshot.ai.llm.LanguageModel;
import io.earshot.ai.llm.LlmCall;
import io.earshot.ai.llm.LlmEvent;
import io.earshot.ai.llm.LlmRequest;
import io.earshot.ai.llm.ToolCall;
import io.earshot.ai.provider.ProviderFailure;
import io.earshot.ai.stt.SpeechToText;
import io.earshot.ai.stt.SttEvent;
import io.earshot.ai.stt.SttStream;
import io.earshot.ai.tts.TextToSpeech;
import io.earshot.ai.tts.TtsEvent;
import io.earshot.ai.tts.TtsStream;
import io.earshot.media.audio.AudioFormat;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Providers in memory that really stream: events arrive later, on the loop, in pieces. */
final class FakeProviders {
    private FakeProviders() {}

    /** A recogniser whose events the test sends. */
    static final class Ears implements SpeechToText {
        final boolean detectsEndOfTurn;
        int opened;
        int closed;
        int endTurns;
        boolean attentive = true;
        boolean quiet;
        long bytes;
        Consumer<SttEvent> events = e -> {};

        Ears(boolean detectsEndOfTurn) {
            this.detectsEndOfTurn = detectsEndOfTurn;
        }

        @Override
        public String name() {
            return "ears";
        }

        @Override
        public boolean detectsEndOfTurn() {
            return detectsEndOfTurn;
        }

        @Override
        public SttStream open(AudioFormat format, EventLoop loop, Consumer<SttEvent> receiver) {
            opened++;
            events = receiver;
            return new SttStream() {
                @Override
                public void send(ByteBuf audio) {
                    bytes += audio.readableBytes();
                }

                @Override
                public void endTurn() {
                    endTurns++;
                }

                @Override
                public void attentive(boolean now) {
                    attentive = now;
                }

                @Override
                public boolean heardSince(long sinceNs) {
                    return !quiet;
                }

                @Override
                public void close() {
                    closed++;
                }
            };
        }
    }

    /** A model whose tokens the test sends, or that answers by itself after a delay. */
    static final class Model implements LanguageModel {
        RuntimeException bug;
        final List<LlmRequest> requests = new ArrayList<>();
        final List<Boolean> cancelled = new ArrayList<>();
        final List<Consumer<LlmEvent>> receivers = new ArrayList<>();
        int warmed;
        String answer;
        int delayMs = 200;

        @Override
        public String name() {
            return "model";
        }

        @Override
        public void warm() {
            warmed++;
        }

        @Override
        public LlmCall start(LlmRequest request, EventLoop loop, Consumer<LlmEvent> events) {
            if (bug != null) {
                throw bug;
            }
            int n = requests.size();
            requests.add(request);
            cancelled.add(false);
            receivers.add(e -> {
                if (!cancelled.get(n)) {
                    events.accept(e);
                }
            });
            if (answer != null) {
                stream(n, loop, answer);
            }
            return () -> cancelled.set(n, true);
        }

        private void stream(int n, EventLoop loop, String text) {
            String[] words = text.split("(?<= )");
            for (int i = 0; i < words.length; i++) {
                String word = words[i];
                loop.schedule(() -> token(n, word), delayMs + 10L * i, TimeUnit.MILLISECONDS);
            }
            loop.schedule(() -> finish(n), delayMs + 10L * words.length, TimeUnit.MILLISECONDS);
        }

        void token(int n, String text) {
            receivers.get(n).accept(new LlmEvent.Token(text));
        }

        void finish(int n, ToolCall... calls) {
            receivers.get(n).accept(new LlmEvent.Finished(List.of(calls), 0, 0));
        }

        void fail(int n, ProviderFailure.Kind kind) {
            receivers.get(n).accept(new LlmEvent.Failed(ProviderFailure.of("model", kind, "test")));
        }
    }

    /** A voice that gives 20 ms of audio a character, in pieces of 100 ms, the first after a delay. */
    static final class Voice implements TextToSpeech {
        static final int MS_PER_CHAR = 20;

        final List<Utterance> utterances = new ArrayList<>();
        final List<ByteBuf> given = new ArrayList<>();
        int warmed;
        int delayMs = 100;
        boolean wordTimes;
        boolean silent;
        boolean failing;

        @Override
        public String name() {
            return "voice";
        }

        @Override
        public void warm(EventLoop loop) {
            warmed++;
        }

        @Override
        public TtsStream open(AudioFormat format, EventLoop loop, Consumer<TtsEvent> events) {
            Utterance utterance = new Utterance(format, loop, events);
            utterances.add(utterance);
            return utterance;
        }

        final class Utterance implements TtsStream {
            final AudioFormat format;
            final EventLoop loop;
            final Consumer<TtsEvent> events;
            final StringBuilder text = new StringBuilder();
            boolean finished;
            boolean cancelled;
            private int spokenMs;
            private boolean ended;

            Utterance(AudioFormat format, EventLoop loop, Consumer<TtsEvent> events) {
                this.format = format;
                this.loop = loop;
                this.events = events;
            }

            @Override
            public void say(String sentence) {
                text.append(sentence);
                if (!silent) {
                    loop.schedule(() -> speak(sentence), delayMs, TimeUnit.MILLISECONDS);
                }
            }

            private void speak(String sentence) {
                if (cancelled || ended) {
                    return;
                }
                if (failing) {
                    ended = true;
                    events.accept(new TtsEvent.Failed(
                            ProviderFailure.of("voice", ProviderFailure.Kind.SERVER_ERROR, "test")));
                    return;
                }
                if (wordTimes) {
                    events.accept(words(sentence));
                }
                int ms = sentence.strip().length() * MS_PER_CHAR;
                spokenMs += ms;
                for (int done = 0; done < ms && !cancelled; done += 100) {
                    byte[] tone = new byte[format.bytes(Math.min(100, ms - done))];
                    java.util.Arrays.fill(tone, (byte) 0x20);
                    ByteBuf audio = Unpooled.wrappedBuffer(tone);
                    given.add(audio);
                    events.accept(new TtsEvent.Audio(audio));
                }
            }

            private TtsEvent.Words words(String sentence) {
                List<String> words = new ArrayList<>();
                List<Integer> starts = new ArrayList<>();
                int at = 0;
                for (String word : sentence.strip().split(" ")) {
                    words.add(word);
                    starts.add(spokenMs + at * MS_PER_CHAR);
                    at += word.length() + 1;
                }
                return new TtsEvent.Words(words, starts);
            }

            @Override
            public void finish() {
                finished = true;
                if (!silent) {
                    loop.schedule(this::done, delayMs + 1L, TimeUnit.MILLISECONDS);
                }
            }

            private void done() {
                if (!cancelled && !ended) {
                    ended = true;
                    events.accept(new TtsEvent.Done());
                }
            }

            @Override
            public void cancel() {
                cancelled = true;
            }
        }
    }
}
