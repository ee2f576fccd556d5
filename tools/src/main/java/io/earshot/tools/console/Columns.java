package io.earshot.tools.console;

import java.util.ArrayList;
import java.util.List;

/** A table whose first column is aligned left and whose others are aligned right. Mutable; one thread. */
public final class Columns {
    private final List<List<String>> rows = new ArrayList<>();

    /** Adds a row; rows may differ in length. */
    public Columns row(String... cells) {
        rows.add(List.of(cells));
        return this;
    }

    /** The table, each line after {@code indent}. The first row is the heading, written in bold. */
    public String render(Ink ink, String indent) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < rows.size(); i++) {
            String line = line(rows.get(i));
            text.append(indent).append(i == 0 ? ink.bold(line) : line).append('\n');
        }
        return text.toString();
    }

    private String line(List<String> cells) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < cells.size(); column++) {
            String padding = " ".repeat(width(column) - cells.get(column).length());
            line.append(column == 0 ? cells.get(0) + padding : "  " + padding + cells.get(column));
        }
        return line.toString().stripTrailing();
    }

    private int width(int column) {
        int width = 0;
        for (List<String> row : rows) {
            width = column < row.size() ? Math.max(width, row.get(column).length()) : width;
        }
        return width;
    }
}
