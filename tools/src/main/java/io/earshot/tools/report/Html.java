package io.earshot.tools.report;

import java.util.Locale;

/** Text as HTML. Stateless. */
final class Html {
    private Html() {}

    /** Text with what has a meaning in HTML escaped, for element content and quoted attributes. */
    static String escape(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.append(c);
            }
        }
        return out.toString();
    }

    /** A share of a whole as CSS percentage. */
    static String percent(double part, double whole) {
        return String.format(Locale.ROOT, "%.3f%%", whole <= 0 ? 0 : 100 * part / whole);
    }

    /** A section with a heading. */
    static String section(String title, String remark, String body) {
        return "<section><h2>" + escape(title) + (remark.isEmpty() ? "" : " <small>" + escape(remark) + "</small>")
                + "</h2>\n" + body + "</section>\n";
    }

    /** A table row of cells of one kind; the first is a row heading. */
    static String row(String... cells) {
        StringBuilder row = new StringBuilder("<tr><th scope=\"row\">")
                .append(escape(cells[0]))
                .append("</th>");
        for (int i = 1; i < cells.length; i++) {
            row.append("<td>").append(escape(cells[i])).append("</td>");
        }
        return row.append("</tr>\n").toString();
    }

    /** A table's heading. */
    static String head(String... cells) {
        StringBuilder row = new StringBuilder("<thead><tr>");
        for (String cell : cells) {
            row.append("<th scope=\"col\">").append(escape(cell)).append("</th>");
        }
        return row.append("</tr></thead>\n").toString();
    }
}
