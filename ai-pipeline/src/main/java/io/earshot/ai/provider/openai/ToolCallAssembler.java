package io.earshot.ai.provider.openai;

import io.earshot.ai.llm.ToolCall;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts function calls together from their pieces: some servers send each call whole, others in fragments by index, and
 * some several calls at once. Confined to one reading thread.
 */
final class ToolCallAssembler {
    private static final int MOST_CALLS = 32;
    private static final int LONGEST_ARGUMENTS = 65_536;

    private static final class Piecemeal {
        private String id = "";
        private String name = "";
        private final StringBuilder arguments = new StringBuilder();
    }

    private final List<Piecemeal> calls = new ArrayList<>();

    /** Adds a piece; false when there are more calls, or longer ones, than any conversation needs. */
    boolean add(int index, String id, String name, String arguments) {
        if (index < 0 || index >= MOST_CALLS) {
            return false;
        }
        while (calls.size() <= index) {
            calls.add(new Piecemeal());
        }
        Piecemeal call = calls.get(index);
        call.id = id.isEmpty() ? call.id : id;
        call.name = name.isEmpty() ? call.name : name;
        call.arguments.append(arguments);
        return call.arguments.length() <= LONGEST_ARGUMENTS;
    }

    /** The calls that have a name, in order; arguments that never came are an empty object. */
    List<ToolCall> finish() {
        List<ToolCall> whole = new ArrayList<>();
        for (Piecemeal call : calls) {
            if (!call.name.isEmpty()) {
                String id = call.id.isEmpty() ? "call_" + whole.size() : call.id;
                String arguments = call.arguments.isEmpty() ? "{}" : call.arguments.toString();
                whole.add(new ToolCall(id, call.name, arguments));
            }
        }
        return whole;
    }
}
