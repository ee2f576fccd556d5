package io.earshot.perf.soak;

import java.io.IOException;

/** Sends signals to processes that we started. */
public final class ProcessSignals {
    private ProcessSignals() {}

    /**
     * Sends one.
     *
     * @param name such as HUP, STOP, CONT, KILL
     * @throws IOException when it could not be sent
     */
    public static void send(long pid, String name) throws IOException, InterruptedException {
        if (new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor() != 0) {
            throw new IOException("no process " + pid + " takes signal " + name);
        }
    }
}
