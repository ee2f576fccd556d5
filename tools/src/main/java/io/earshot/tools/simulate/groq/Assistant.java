package io.earshot.tools.simulate.groq;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Decides what the model says. Immutable. */
final class Assistant {
    private static final String OPENING = "Hello, this is the bicycle workshop. How can I help you?";

    private static final Pattern HANG_UP = Pattern.compile("hang|end_?call|goodbye");

    private final Knowledge knowledge;

    /** What is said, and the function that is called after it. */
    record Reply(List<String> tokens, @Nullable Call call, boolean cut) {
        /** Text of all tokens. */
        String text() {
            return String.join("", tokens);
        }

        /** Why the answer ends, in the vendor's words. */
        String finishReason() {
            return call != null ? "tool_calls" : cut ? "length" : "stop";
        }
    }

    /** A function call with its arguments as JSON text. */
    record Call(String name, String arguments) {}

    Assistant(Knowledge knowledge) {
        this.knowledge = knowledge;
    }

    Reply reply(ChatRequest request) {
        ChatRequest.ChatLine last = request.lines().get(request.lines().size() - 1);
        return switch (last.role()) {
            case "tool", "function" -> spoken(afterTool(request, last), request, null);
            case "user" -> answer(request, last.text());
            default -> spoken(OPENING, request, null);
        };
    }

    private Reply answer(ChatRequest request, String question) {
        ChatRequest.Tool tool = ToolChooser.choose(request, question);
        if (tool == null) {
            return spoken(knowledge.answer(question), request, null);
        }
        String name = tool.name().toLowerCase(Locale.ROOT);
        boolean farewell = HANG_UP.matcher(name).find() || name.contains("transfer");
        Call call = new Call(tool.name(), ToolChooser.arguments(tool, question));
        return spoken(farewell ? knowledge.answer(question) : "", request, call);
    }

    private static String afterTool(ChatRequest request, ChatRequest.ChatLine result) {
        String name = calledName(request, result.node().path("tool_call_id").asText(""));
        String outcome = result.text().toLowerCase(Locale.ROOT);
        if (outcome.contains("error") || outcome.contains("fail")) {
            return "I am sorry, that did not work. What else can I do for you?";
        }
        if (HANG_UP.matcher(name).find()) {
            return "Goodbye.";
        }
        if (name.contains("transfer")) {
            return "I am putting you through now.";
        }
        if (name.contains("dtmf") || name.contains("press")) {
            return "I have pressed it. What else can I do for you?";
        }
        return "Here is what I found: "
                + result.text().substring(0, Math.min(200, result.text().length()));
    }

    private static String calledName(ChatRequest request, String callId) {
        for (ChatRequest.ChatLine line : request.lines()) {
            for (JsonNode call : line.node().path("tool_calls")) {
                if (call.path("id").asText("").equals(callId)) {
                    return call.path("function").path("name").asText("").toLowerCase(Locale.ROOT);
                }
            }
        }
        return "";
    }

    private static Reply spoken(String text, ChatRequest request, @Nullable Call call) {
        String whole = text;
        for (String stop : request.stops()) {
            int at = whole.indexOf(stop);
            whole = at < 0 ? whole : whole.substring(0, at);
        }
        List<String> tokens = tokens(whole);
        boolean cut = tokens.size() > request.mostTokens();
        return new Reply(cut ? List.copyOf(tokens.subList(0, request.mostTokens())) : tokens, call, cut);
    }

    /** Words with the space before them; long ones in two, punctuation alone: about what tokenizers make of English. */
    static List<String> tokens(String text) {
        List<String> tokens = new ArrayList<>();
        int from = 0;
        for (int i = 1; i <= text.length(); i++) {
            boolean boundary = i == text.length()
                    || (text.charAt(i) == ' ' && text.charAt(i - 1) != ' ')
                    || (!Character.isLetterOrDigit(text.charAt(i)) && Character.isLetterOrDigit(text.charAt(i - 1)))
                    || i - from >= 9;
            if (boundary) {
                tokens.add(text.substring(from, i));
                from = i;
            }
        }
        return List.copyOf(tokens);
    }
}
