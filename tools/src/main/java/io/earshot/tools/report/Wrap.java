package io.earshot.tools.report;

/** Breaks text into lines at spaces. Stateless. */
final class Wrap {
    private Wrap() {}

    /** Lines of at most {@code width} characters (longer words stay whole); all but the first begin with {@code indent} spaces. */
    static String hanging(String text, int width, int indent) {
        StringBuilder out = new StringBuilder();
        int column = 0;
        for (String word : text.trim().split("\\s+")) {
            if (column > 0 && column + 1 + word.length() > width) {
                out.append('\n').append(" ".repeat(indent));
                column = 0;
            }
            out.append(column == 0 ? "" : " ").append(word);
            column += word.length() + (column == 0 ? 0 : 1);
        }
        return out.toString();
    }
}
