package io.earshot.perf.soak;

import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A process' mappings by what they are for, as Linux' {@code /proc/PID/smaps} tells. Immutable.
 *
 * @param heldKb what the C library holds for {@code malloc}: the heap's segment and glibc's arenas, which begin at multiples of
 *     64 MiB
 * @param filesKb files that are neither programs nor archives of classes
 */
record Mappings(long heldKb, long filesKb) {
    private static final Pattern HEAD = Pattern.compile("([0-9a-f]+)-[0-9a-f]+ (\\S+) \\S+ \\S+ (\\d+)\\s*(.*)");
    private static final Pattern PSS = Pattern.compile("Pss:\\s+(\\d+) kB");
    private static final long ARENA = 64L << 20;
    private static final Set<String> PROGRAMS = Set.of("so", "aot", "jsa", "jar", "modules", "java");

    private enum Kind {
        HELD,
        FILE,
        OTHER
    }

    static Mappings of(List<String> smaps) {
        long[] sums = new long[Kind.values().length];
        Kind kind = Kind.OTHER;
        for (String line : smaps) {
            Matcher head = HEAD.matcher(line);
            Matcher pss = PSS.matcher(line);
            if (head.matches()) {
                kind = kind(Long.parseUnsignedLong(head.group(1), 16), head.group(3), head.group(4));
            } else if (pss.matches()) {
                sums[kind.ordinal()] += Long.parseLong(pss.group(1));
            }
        }
        return new Mappings(sums[Kind.HELD.ordinal()], sums[Kind.FILE.ordinal()]);
    }

    private static Kind kind(long start, String inode, String name) {
        if (name.isEmpty()) {
            return start % ARENA == 0 && start >>> 40 != 0 ? Kind.HELD : Kind.OTHER;
        }
        if (name.equals("[heap]")) {
            return Kind.HELD;
        }
        boolean file = name.startsWith("/") && !inode.equals("0") && !name.startsWith("/memfd:");
        return file && !isProgram(name.replace(" (deleted)", "")) ? Kind.FILE : Kind.OTHER;
    }

    private static boolean isProgram(String name) {
        String last = name.substring(name.lastIndexOf('/') + 1);
        return last.contains(".so.")
                || last.startsWith("LC_")
                || PROGRAMS.contains(last.substring(last.lastIndexOf('.') + 1));
    }
}
