package io.earshot.tools.livekit;

import com.google.protobuf.MessageOrBuilder;
import io.earshot.tools.console.Ink;
import io.earshot.tools.console.TextTable;
import java.io.PrintWriter;
import java.util.List;
import java.util.function.BiConsumer;

/** Writes messages as a table or as JSON. Confined to the command's thread. */
final class Output {
    private final PrintWriter out;
    private final boolean json;

    Output(PrintWriter out, boolean json) {
        this.out = out;
        this.json = json;
    }

    boolean json() {
        return json;
    }

    /** All of {@code messages}: an array, or a table whose rows {@code row} adds. */
    <T extends MessageOrBuilder> void list(
            List<T> messages, TextTable table, BiConsumer<TextTable, T> row, String none) {
        if (json) {
            text(MessageJson.array(messages));
        } else if (messages.isEmpty()) {
            text(none + "\n");
        } else {
            messages.forEach(it -> row.accept(table, it));
            text(table.render(Ink.forTerminal()));
        }
    }

    /** One message that came of a change, or a line about it. */
    void result(MessageOrBuilder message, String line) {
        text(json ? MessageJson.text(message) + "\n" : line + "\n");
    }

    /** What was done, where there is no message; as JSON, {@code {"done": "..."}}. */
    void done(String line) {
        text(json ? MessageJson.done(line) + "\n" : line + "\n");
    }

    /** Text as it is. */
    void text(String text) {
        out.print(text);
        out.flush();
    }
}
