package io.earshot.tools.console;

import java.util.ArrayList;
import java.util.List;

/** A table of words, all columns aligned left; long cells are cut. Mutable; one thread. */
public final class TextTable {
    private static final int WIDEST_CELL = 48;

    private final List<List<String>> rows = new ArrayList<>();

    /** A table with these headings. */
    public TextTable(String... headings) {
        rows.add(List.of(headings));
    }

    /** Adds a row of as many cells as there are headings. */
    public TextTable row(String... cells) {
        List<String> row = new ArrayList<>();
        for (String cell : cells) {
            String line = cell.replaceAll("\\s+", " ").replaceAll("\\p{C}", "");
            row.add(line.length() <= WIDEST_CELL ? line : line.substring(0, WIDEST_CELL - 3) + "...");
        }
        rows.add(row);
        return this;
    }

    /** How many rows there are besides the headings. */
    public int size() {
        return rows.size() - 1;
    }

    /** The table, the headings in bold. */
    public String render(Ink ink) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < rows.size(); i++) {
            String line = line(rows.get(i));
            text.append(i == 0 ? ink.bold(line) : line).append('\n');
        }
        return text.toString();
    }

    private String line(List<String> cells) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < cells.size(); column++) {
            line.append(cells.get(column))
                    .append(" ".repeat(2 + width(column) - cells.get(column).length()));
        }
        return line.toString().stripTrailing();
    }

    private int width(int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }
}
