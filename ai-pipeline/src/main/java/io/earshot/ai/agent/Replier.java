package io.earshot.ai.agent;

import io.earshot.ai.agent.Speech.Kind;
import io.earshot.ai.agent.Timers.Timer;
import io.earshot.ai.latency.Stage;
import io.earshot.ai.latency.TurnClass;
import io.earshot.ai.latency.TurnTrace;
import io.earshot.ai.llm.ChatMessage;
import io.earshot.ai.llm.LlmEvent;
import io.earshot.ai.llm.LlmRequest;
import io.earshot.ai.llm.ToolCall;
import io.earshot.ai.llm.ToolSpec;
import io.earshot.ai.provider.ProviderFailure;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes the reply to a turn: asks the model, cuts its words into sentences for the voice, calls tools and asks again.
 * A reply may be prepared before the turn is certainly over; nothing of it is heard, and no tool is called, until it is
 * committed. Sans-IO; confined to the call's loop.
 */
final class Replier {
    /** Who is told how the reply ends. */
    interface Host {
        /** The reply cannot be given. */
        void onReplyFailed(ProviderStage stage, ProviderFailure failure);

        /** A model failed, and another was asked. */
        void onFailedOver(ProviderFailure failure);

        /** A provider failed in the middle; what came before is spoken. */
        void onTrouble(ProviderStage stage, ProviderFailure failure);

        /** All of it was made and played. */
        void onReplyPlayed();
    }

    /** Longer answers are cut: about 100 s of speech, which the playout queue can hold. */
    static final int MAX_ANSWER_CHARS = 1_500;
    /** Calls of one round beyond these are ignored. */
    static final int MAX_CALLS = 16;

    private final AgentConfig config;
    private final Outbox out;
    private final Timers timers;
    private final Speeches speeches;
    private final History history;
    private final BuiltInTools builtIn;
    private final List<ToolSpec> tools;
    private final Host host;
    private @Nullable Reply reply;
    private int requests;

    /** @param tools the application's tools */
    Replier(Talk talk, List<ToolSpec> tools, Host host) {
        this.config = talk.config;
        this.out = talk.out;
        this.timers = talk.timers;
        this.speeches = talk.speeches;
        this.history = talk.history;
        this.builtIn = new BuiltInTools(config);
        this.tools = Stream.concat(builtIn.specs().stream(), tools.stream()).toList();
        this.host = host;
    }

    /** The reply being made or played, committed or not. */
    @Nullable
    Reply current() {
        return reply;
    }

    /** Begins a reply that is not committed yet. */
    Reply begin(int turn, String userText, TurnClass turnClass, TurnTrace trace, long nowNs) {
        Reply fresh = new Reply(turn, userText, turnClass, trace);
        reply = fresh;
        ask(fresh, nowNs);
        return fresh;
    }

    private void ask(Reply target, long nowNs) {
        List<ChatMessage> messages = history.with(target.messages(round -> round.text.toString()));
        target.rounds.add(new Reply.Round());
        target.splitter = new SentenceSplitter();
        target.request = ++requests;
        target.trace.mark(Stage.LLM_REQUEST, nowNs);
        boolean last = target.rounds.size() > config.maxToolRounds();
        out.add(new Output.AskModel(target.request, new LlmRequest(messages, last ? List.of() : tools)));
        timers.set(Timer.MODEL, nowNs + config.timeouts().firstTokenMs() * 1_000_000L);
    }

    /** The turn is over: what was prepared may be heard, and tools may be called. */
    void commit(long nowNs) {
        Reply target = reply;
        if (target == null || target.committed) {
            return;
        }
        target.committed = true;
        target.speeches().forEach(speeches::release);
        if (target.callsHeld) {
            target.callsHeld = false;
            runTools(target, nowNs);
        }
        checkPlayed();
    }

    /** Forgets the reply without a trace: what it said was not heard, or was already noted. */
    void discard() {
        Reply target = reply;
        reply = null;
        if (target == null) {
            return;
        }
        if (!target.modelDone) {
            out.add(new Output.DropModel(target.request));
        }
        target.speeches().forEach(speeches::drop);
        timers.clear(Timer.MODEL);
        timers.clear(Timer.TOOLS);
        timers.clear(Timer.FILLER);
    }

    void onModel(int request, LlmEvent event, long nowNs) {
        Reply target = reply;
        if (target == null || target.request != request || target.modelDone) {
            return;
        }
        switch (event) {
            case LlmEvent.Token(String text) -> onToken(target, text, nowNs);
            case LlmEvent.Finished finished -> onFinished(target, finished.toolCalls(), nowNs);
            case LlmEvent.FailedOver(ProviderFailure failure, String other) -> host.onFailedOver(failure);
            case LlmEvent.Failed(ProviderFailure failure) -> onModelFailed(failure, nowNs);
        }
    }

    private void onToken(Reply target, String text, long nowNs) {
        target.trace.mark(Stage.FIRST_TOKEN, nowNs);
        timers.set(Timer.MODEL, nowNs + config.timeouts().modelStallMs() * 1_000_000L);
        target.round().text.append(text);
        target.splitter.add(text);
        String sentence;
        while ((sentence = target.splitter.next()) != null) {
            say(target, sentence, nowNs);
        }
        if (target.round().text.length() > MAX_ANSWER_CHARS) {
            out.add(new Output.DropModel(target.request));
            host.onTrouble(ProviderStage.LLM, failure(ProviderFailure.Kind.PROTOCOL, "endless answer"));
            onFinished(target, List.of(), nowNs);
        }
    }

    private static ProviderFailure failure(ProviderFailure.Kind kind, String detail) {
        return ProviderFailure.of("model", kind, detail);
    }

    private void say(Reply target, String sentence, long nowNs) {
        target.trace.mark(Stage.FIRST_SENTENCE, nowNs);
        Reply.Round round = target.round();
        Speech speech = round.speech;
        if (speech == null) {
            speech = speeches.open(Kind.ANSWER, target.turn, target.trace);
            round.speech = speech;
            timers.clear(Timer.FILLER);
            if (target.committed) {
                speeches.release(speech);
            }
        }
        target.spoken = true;
        speeches.say(speech, sentence, nowNs);
    }

    private void onFinished(Reply target, List<ToolCall> calls, long nowNs) {
        timers.clear(Timer.MODEL);
        target.modelDone = true;
        target.round().calls = calls.subList(0, Math.min(calls.size(), MAX_CALLS));
        finishText(target, nowNs);
        if (!calls.isEmpty()) {
            target.callsHeld = !target.committed;
            if (target.committed) {
                runTools(target, nowNs);
            }
        } else if (!target.spoken) {
            host.onReplyFailed(ProviderStage.LLM, failure(ProviderFailure.Kind.PROTOCOL, "empty answer"));
        } else {
            checkPlayed();
        }
    }

    private void finishText(Reply target, long nowNs) {
        String rest = target.splitter.rest();
        if (rest != null) {
            say(target, rest, nowNs);
        }
        Speech speech = target.round().speech;
        if (speech != null) {
            speeches.finish(speech, nowNs);
        }
    }

    private void onModelFailed(ProviderFailure failure, long nowNs) {
        Reply target = reply;
        timers.clear(Timer.MODEL);
        if (target == null) {
            return;
        }
        target.modelDone = true;
        if (target.round().text.toString().isBlank()) {
            host.onReplyFailed(ProviderStage.LLM, failure);
            return;
        }
        host.onTrouble(ProviderStage.LLM, failure);
        finishText(target, nowNs);
    }

    /** The model is late: with its first token, or in the middle. */
    void onModelLate(long nowNs) {
        Reply target = reply;
        if (target != null && !target.modelDone) {
            out.add(new Output.DropModel(target.request));
            String what = target.round().text.isEmpty() ? "no first token" : "stalled";
            onModelFailed(failure(ProviderFailure.Kind.TIMEOUT, what), nowNs);
        }
    }

    private void runTools(Reply target, long nowNs) {
        timers.set(Timer.TOOLS, nowNs + config.timeouts().toolMs() * 1_000_000L);
        if (config.timeouts().fillerAfterMs() > 0 && !config.script().filler().isBlank()) {
            timers.set(Timer.FILLER, nowNs + config.timeouts().fillerAfterMs() * 1_000_000L);
        }
        Reply.Round round = target.round();
        for (ToolCall call : round.calls) {
            builtIn.effect(call)
                    .ifPresentOrElse(
                            effect -> round.results.put(call.id(), apply(target, effect)),
                            () -> out.add(new Output.CallTool(target.request, call)));
        }
        if (!round.awaitsTools()) {
            toolsDone(target, nowNs);
        }
    }

    private String apply(Reply target, BuiltInTools.Effect effect) {
        return switch (effect) {
            case BuiltInTools.Effect.HangUp() -> {
                target.hangUp = true;
                yield "{\"ok\":true}";
            }
            case BuiltInTools.Effect.Keys(String digits) -> {
                out.add(new Output.SendDtmf(digits));
                yield "{\"ok\":true}";
            }
            case BuiltInTools.Effect.Transfer(String uri) -> {
                target.transferTo = uri;
                yield "{\"ok\":true}";
            }
            case BuiltInTools.Effect.Refused(String why) -> "{\"error\":\"" + why + "\"}";
        };
    }

    void onToolDone(int request, String id, String content, long nowNs) {
        Reply target = reply;
        if (target == null || target.request != request || !target.round().awaitsTools()) {
            return;
        }
        Reply.Round round = target.round();
        if (round.calls.stream().anyMatch(call -> call.id().equals(id))) {
            round.results.putIfAbsent(id, content);
        }
        if (!round.awaitsTools()) {
            toolsDone(target, nowNs);
        }
    }

    /** Some tool did not answer in time: the model is told and asked to go on. */
    void onToolsLate(long nowNs) {
        Reply target = reply;
        if (target != null && target.committed && target.round().awaitsTools()) {
            Reply.Round round = target.round();
            round.calls.forEach(call -> round.results.putIfAbsent(call.id(), "{\"error\":\"timed out\"}"));
            toolsDone(target, nowNs);
        }
    }

    private void toolsDone(Reply target, long nowNs) {
        timers.clear(Timer.TOOLS);
        timers.clear(Timer.FILLER);
        if (!target.trace.has(Stage.FIRST_TOKEN)) {
            target.trace.move(Stage.TOOLS, nowNs);
        }
        if (target.hangUp || target.transferTo != null) {
            sayGoodbye(target, nowNs);
        } else {
            target.modelDone = false;
            ask(target, nowNs);
        }
    }

    /** The call ends with this reply: no further request; a farewell where the model said nothing. */
    private void sayGoodbye(Reply target, long nowNs) {
        if (target.spoken) {
            checkPlayed();
            return;
        }
        target.trace.mark(Stage.FIRST_TOKEN, nowNs);
        String farewell = config.script().farewell();
        if (!target.hangUp || farewell.isBlank()) {
            checkPlayed();
            return;
        }
        say(target, farewell, nowNs);
        finishText(target, nowNs);
    }

    /** A tool is slow: bridge it, unless something is being said already. */
    void onFillerDue(boolean playing, long nowNs) {
        Reply target = reply;
        if (target == null || playing || !target.round().awaitsTools() || target.filler != null) {
            return;
        }
        TurnTrace trace = new TurnTrace(target.trace.startNs());
        for (Stage stage : Stage.values()) {
            if (stage.compareTo(Stage.LLM_REQUEST) <= 0 && target.trace.has(stage)) {
                trace.mark(stage, target.trace.atNs(stage));
            }
        }
        trace.mark(Stage.TOOLS, nowNs);
        trace.mark(Stage.FIRST_TOKEN, nowNs);
        trace.mark(Stage.FIRST_SENTENCE, nowNs);
        Speech filler = speeches.sentence(
                Kind.FILLER, target.turn, trace, config.script().filler(), nowNs);
        target.filler = filler;
        speeches.release(filler);
    }

    /** Nothing of the reply is heard yet: asks the caller for patience, ahead of it. */
    void hold(Phrase phrase) {
        Reply target = reply;
        if (target != null && target.filler == null) {
            TurnTrace trace = new TurnTrace(target.trace.startNs());
            target.filler = speeches.interject(Kind.FILLER, target.turn, trace, phrase);
        }
    }

    /** A speech was played to its end: perhaps the whole reply was. */
    void checkPlayed() {
        Reply target = reply;
        if (target != null
                && target.committed
                && target.modelDone
                && !target.callsHeld
                && !target.round().awaitsTools()
                && target.allPlayed()) {
            host.onReplyPlayed();
        }
    }
}
