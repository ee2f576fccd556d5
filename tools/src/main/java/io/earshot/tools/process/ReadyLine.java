package io.earshot.tools.process;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** The line with which a command says where it can be reached: words, then {@code name=HOST:PORT} pairs. Immutable. */
public final class ReadyLine {
    private final String line;
    private final Map<String, String> addresses = new LinkedHashMap<>();

    /** Parses {@code line}. */
    public ReadyLine(String line) {
        this.line = line;
        for (String word : line.split("\\s+")) {
            int equals = word.indexOf('=');
            if (equals > 0) {
                addresses.put(word.substring(0, equals), word.substring(equals + 1));
            }
        }
    }

    /**
     * The address called {@code name}, as HOST:PORT.
     *
     * @throws IOException when the line does not tell it
     */
    public String address(String name) throws IOException {
        String address = addresses.get(name);
        if (address == null) {
            throw new IOException("no " + name + "= in the ready line: " + line);
        }
        return address;
    }

    /** All addresses by name, in the order of the line. */
    public Map<String, String> addresses() {
        return Map.copyOf(addresses);
    }
}
