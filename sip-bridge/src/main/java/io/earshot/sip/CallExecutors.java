package io.earshot.sip;

import java.util.concurrent.Executor;

/** Chooses where a call lives. Called on transport threads, so it must be thread-safe and quick. */
@FunctionalInterface
public interface CallExecutors {

    /** The executor of that call: it must run one task at a time, in order. */
    Executor executorFor(String callId);
}
