package io.earshot.bridge.records;

/**
 * A place between two lines of a journal. Immutable.
 *
 * @param segment what the file begins with (digest of its first line), which survives renaming and compressing; empty: before
 *     the journal's first line
 * @param offset octets of the file, uncompressed, that lie before it
 */
public record JournalPosition(String segment, long offset) {
    /** Before everything. */
    public static final JournalPosition START = new JournalPosition("", 0);

    /** The end of a file whose length need not be known. */
    static JournalPosition endOf(String segment) {
        return new JournalPosition(segment, Long.MAX_VALUE);
    }
}
