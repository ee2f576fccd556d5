package io.earshot.ai.provider;

import io.netty.channel.EventLoop;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** Runs steps of a test on a loop and waits for them, bounded. */
public final class Loops {
    private Loops() {}

    public static <T> T on(EventLoop loop, Callable<T> step) throws Exception {
        return loop.submit(step).get(5, TimeUnit.SECONDS);
    }

    public static void run(EventLoop loop, Runnable step) throws Exception {
        loop.submit(step).get(5, TimeUnit.SECONDS);
    }
}
