package io.earshot.tools.process;

import java.util.Optional;

/**
 * Ends this process when the process that started it is gone, however that happened: children of a command must not
 * outlive it. Told by a system property on the child's command line.
 */
public final class ParentWatch {
    private static final String PROPERTY = "earshot.parent";

    private ParentWatch() {}

    /** The JVM flag that makes a child watch this process. */
    public static String flag() {
        return "-D" + PROPERTY + "=" + ProcessHandle.current().pid();
    }

    /** Whether a JVM flag is one made by {@link #flag()}. */
    public static boolean isFlag(String flag) {
        return flag.startsWith("-D" + PROPERTY + "=");
    }

    /** Begins to watch, when told to. */
    public static void begin() {
        Long parent = Long.getLong(PROPERTY);
        if (parent != null) {
            Optional<ProcessHandle> handle = ProcessHandle.of(parent);
            handle.ifPresentOrElse(p -> p.onExit().thenRun(() -> System.exit(143)), () -> System.exit(143));
        }
    }
}
