package io.earshot.tools.serve;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;

/**
 * Handles operating system signals. The platform has no public interface for it but a class of jdk.unsupported, reached
 * here by reflection; where that is missing, the signal keeps its usual meaning.
 */
final class Signals {
    private Signals() {}

    /** Runs {@code action} on a thread of its own each time the signal (without SIG) arrives. */
    static void on(String name, Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            InvocationHandler invocation = (proxy, method, args) -> {
                if (method.getName().equals("handle")) {
                    Thread.ofPlatform().name("signal-" + name).start(action);
                }
                return null;
            };
            Object proxy = Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, invocation);
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
        } catch (ReflectiveOperationException e) {
            System.getLogger("earshot").log(System.Logger.Level.WARNING, "signal {0} cannot be handled", name);
        }
    }
}
