package io.earshot.tools.simulate.cartesia;

/** Text of a context that waits for its sentence to end. Confined to its context. */
final class TextBuffer {
    private final StringBuilder text = new StringBuilder();

    void append(String more) {
        text.append(more);
    }

    boolean isEmpty() {
        return text.isEmpty();
    }

    /** Takes everything. */
    String takeAll() {
        return take(text.length());
    }

    /** Takes the whole sentences; empty when there is none. */
    String takeSentences() {
        int end = 0;
        for (int i = 0; i + 1 < text.length(); i++) {
            if (".!?".indexOf(text.charAt(i)) >= 0 && Character.isWhitespace(text.charAt(i + 1))) {
                end = i + 1;
            }
        }
        return take(end);
    }

    private String take(int length) {
        String taken = text.substring(0, length);
        text.delete(0, length);
        return taken;
    }
}
