package io.earshot.ai.agent;

import io.earshot.ai.latency.TurnClass;
import io.earshot.ai.latency.TurnTrace;
import io.earshot.ai.llm.ChatMessage;
import io.earshot.ai.llm.ToolCall;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The answer to one turn while it is made and played: one round for each request to the model. Confined to the call's loop. */
final class Reply {
    /** One request to the model: what it said, and the tools that it called. */
    static final class Round {
        final StringBuilder text = new StringBuilder();
        final Map<String, String> results = new LinkedHashMap<>();
        List<ToolCall> calls = List.of();

        @Nullable
        Speech speech;

        boolean awaitsTools() {
            return results.size() < calls.size();
        }
    }

    final int turn;
    final String userText;
    final TurnClass turnClass;
    final TurnTrace trace;
    final List<Round> rounds = new ArrayList<>();
    SentenceSplitter splitter = new SentenceSplitter();

    @Nullable
    Speech filler;

    int request;
    boolean committed;
    boolean modelDone;
    boolean callsHeld;
    boolean spoken;
    boolean hangUp;

    @Nullable
    String transferTo;

    Reply(int turn, String userText, TurnClass turnClass, TurnTrace trace) {
        this.turn = turn;
        this.userText = userText;
        this.turnClass = turnClass;
        this.trace = trace;
    }

    Round round() {
        return rounds.getLast();
    }

    boolean usedTools() {
        return rounds.size() > 1 || !rounds.getFirst().calls.isEmpty();
    }

    boolean allPlayed() {
        return (filler == null || filler.over) && rounds.stream().allMatch(r -> r.speech == null || r.speech.over);
    }

    List<Speech> speeches() {
        List<Speech> speeches = new ArrayList<>();
        rounds.stream().map(r -> r.speech).filter(s -> s != null).forEach(speeches::add);
        if (filler != null) {
            speeches.add(filler);
        }
        return speeches;
    }

    /**
     * The turn as messages for the model. A tool call without a result gets one that says so: the chat completions API
     * refuses a call that was never answered.
     *
     * @param said what counts as said of a round
     */
    List<ChatMessage> messages(Function<Round, String> said) {
        List<ChatMessage> messages = new ArrayList<>();
        messages.add(new ChatMessage.User(userText));
        for (Round round : rounds) {
            String text = said.apply(round);
            if (!text.isBlank() || !round.calls.isEmpty()) {
                messages.add(new ChatMessage.Assistant(text, round.calls));
            }
            for (ToolCall call : round.calls) {
                String result = round.results.getOrDefault(call.id(), "{\"error\":\"interrupted by the caller\"}");
                messages.add(new ChatMessage.ToolResult(call.id(), result));
            }
        }
        return messages;
    }
}
