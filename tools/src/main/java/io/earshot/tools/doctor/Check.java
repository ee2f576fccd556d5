package io.earshot.tools.doctor;

import java.util.List;

/** One thing to look at. Stateless; runs on the command's thread and may block, within bounds of time. */
interface Check {
    /** Its name, as printed. */
    String name();

    /** Names of earlier checks without whose success this one says nothing. */
    default List<String> after() {
        return List.of();
    }

    /** Looks. What goes wrong outside is a verdict, never an exception. */
    Verdict run(Patient patient) throws InterruptedException;
}
