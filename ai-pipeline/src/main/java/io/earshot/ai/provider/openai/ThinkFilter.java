package io.earshot.ai.provider.openai;

/**
 * Removes what a model says to itself between {@code <think>} and {@code </think>}, when it comes as plain text in
 * pieces cut anywhere: it must not be spoken. Confined to one reading thread.
 */
final class ThinkFilter {
    private static final String OPEN = "<think>";
    private static final String CLOSE = "</think>";

    private final StringBuilder held = new StringBuilder();
    private boolean thinking;
    private boolean afterThinking;

    /** What may be spoken of the text so far; the rest is held until it is known. */
    String feed(String text) {
        if (!thinking && !afterThinking && held.isEmpty() && text.indexOf('<') < 0) {
            return text;
        }
        held.append(text);
        StringBuilder spoken = new StringBuilder();
        while (advance(spoken)) {
            thinking = !thinking;
            afterThinking = !thinking;
        }
        return spoken.toString();
    }

    /** What was held at the end of the answer. */
    String end() {
        String rest = thinking ? "" : held.toString();
        held.setLength(0);
        return rest;
    }

    /** Moves up to the next tag; true when there was one. */
    private boolean advance(StringBuilder spoken) {
        String tag = thinking ? CLOSE : OPEN;
        int at = held.indexOf(tag);
        int sure = at >= 0 ? at : held.length() - partOf(tag);
        if (!thinking) {
            spoken.append(withoutLeadingBlanks(held.substring(0, sure)));
        }
        held.delete(0, at >= 0 ? at + tag.length() : sure);
        return at >= 0;
    }

    /** The blank lines between the thoughts and the answer belong to neither. */
    private String withoutLeadingBlanks(String text) {
        if (!afterThinking) {
            return text;
        }
        String rest = text.stripLeading();
        afterThinking = rest.isEmpty();
        return rest;
    }

    /** Length of the longest end of what is held that may be the beginning of the tag. */
    private int partOf(String tag) {
        for (int length = Math.min(tag.length() - 1, held.length()); length > 0; length--) {
            if (tag.startsWith(held.substring(held.length() - length))) {
                return length;
            }
        }
        return 0;
    }
}
