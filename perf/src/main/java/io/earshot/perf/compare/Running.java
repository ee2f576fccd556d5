package io.earshot.perf.compare;

import java.io.IOException;

/**
 * A subject that takes calls.
 *
 * @param sipPort where it takes SIP
 * @param pid its process
 * @param owned what must be ended with it
 */
record Running(int sipPort, long pid, AutoCloseable owned) implements AutoCloseable {
    @Override
    public void close() throws IOException {
        try {
            owned.close();
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
    }
}
