package io.earshot.livekit.ws;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Takes what would hold up a loop while connecting: name lookups and the arithmetic of TLS handshakes. A crossing with a bounded queue: when
 * it is full, {@link #execute} throws {@link RejectedExecutionException} and that connection fails. Thread-safe because the pool is.
 */
final class ConnectWorkers implements Executor, AutoCloseable {
    private static final int THREADS = 2;
    private static final int QUEUE = 2_048;

    private final ThreadPoolExecutor pool = new ThreadPoolExecutor(
            THREADS,
            THREADS,
            30,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(QUEUE),
            Thread.ofPlatform().daemon().name("earshot-livekit-connect-", 0).factory());

    ConnectWorkers() {
        pool.allowCoreThreadTimeOut(true);
    }

    /** Takes the outcome of a lookup. */
    interface Addresses {
        void found(InetAddress[] addresses);

        void unknown();
    }

    @Override
    public void execute(Runnable work) {
        pool.execute(work);
    }

    /** Looks a name up and hands the outcome to {@code back}'s thread. */
    void lookUp(String host, Executor back, Addresses addresses) {
        execute(() -> {
            try {
                InetAddress[] found = InetAddress.getAllByName(host);
                back.execute(() -> addresses.found(found));
            } catch (UnknownHostException e) {
                back.execute(addresses::unknown);
            }
        });
    }

    @Override
    public void close() {
        pool.shutdownNow();
    }
}
