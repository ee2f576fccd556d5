package io.earshot.ai.agent;

import io.earshot.ai.llm.ChatMessage;
import java.util.ArrayList;
import java.util.List;

/**
 * The conversation as the model sees it: the instructions and the latest messages. The assistant's messages hold what
 * was heard, not what was generated. Confined to the call's loop.
 */
final class History {
    private final ChatMessage instructions;
    private final int maxMessages;
    private final List<ChatMessage> messages = new ArrayList<>();

    History(String instructions, int maxMessages) {
        this.instructions = new ChatMessage.Instructions(instructions);
        this.maxMessages = maxMessages;
    }

    void addUser(String text) {
        add(new ChatMessage.User(text));
    }

    void addAssistant(String text) {
        if (!text.isBlank()) {
            add(new ChatMessage.Assistant(text, List.of()));
        }
    }

    /** Appends a turn and forgets the oldest beyond the limit, never the call of a tool whose result stays. */
    void add(ChatMessage message) {
        messages.add(message);
        while (messages.size() > maxMessages || startsWithResult()) {
            messages.removeFirst();
        }
    }

    private boolean startsWithResult() {
        return !messages.isEmpty() && messages.getFirst() instanceof ChatMessage.ToolResult;
    }

    /** The instructions, everything so far, and {@code more}. */
    List<ChatMessage> with(List<ChatMessage> more) {
        List<ChatMessage> all = new ArrayList<>(messages.size() + more.size() + 1);
        all.add(instructions);
        all.addAll(messages);
        all.addAll(more);
        return all;
    }
}
