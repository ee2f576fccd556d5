package io.earshot.sip;

import io.earshot.sip.wire.MessageTap;
import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** An endpoint with one recorder a call, all calls on one thread. */
final class Callee implements AutoCloseable {

    final ExecutorService loop =
            Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().factory());
    final BlockingQueue<IncomingCall> calls = new LinkedBlockingQueue<>();
    final BlockingQueue<Recorder> recorders = new LinkedBlockingQueue<>();
    final SipEndpoint endpoint;
    private final Supplier<Recorder> listeners;

    Callee(SipConfig config, Admission admission, Consumer<IncomingCall> onCall, Supplier<Recorder> listeners)
            throws IOException {
        this.listeners = listeners;
        endpoint = new SipEndpoint(config, _ -> loop, call -> received(call, onCall), admission, MessageTap.NONE);
    }

    Callee(SipConfig config, Admission admission, Consumer<IncomingCall> onCall) throws IOException {
        this(config, admission, onCall, Recorder::new);
    }

    /** Answers every call with {@code answer-sdp}. */
    static Callee answering() throws IOException {
        return new Callee(SipConfig.loopback(), Admission.OPEN, call -> call.answer("answer-sdp".getBytes()));
    }

    /** Leaves every call alone. */
    static Callee passive() throws IOException {
        return new Callee(SipConfig.loopback(), Admission.OPEN, call -> {});
    }

    private CallListener received(IncomingCall call, Consumer<IncomingCall> onCall) {
        Recorder recorder = listeners.get();
        recorders.add(recorder);
        calls.add(call);
        onCall.accept(call);
        return recorder;
    }

    IncomingCall nextCall() throws InterruptedException {
        return calls.poll(5, TimeUnit.SECONDS);
    }

    Recorder nextRecorder() throws InterruptedException {
        return recorders.poll(5, TimeUnit.SECONDS);
    }

    String uri() {
        return "sip:agent@127.0.0.1:" + endpoint.udpPort();
    }

    void run(Runnable task) {
        loop.execute(task);
    }

    @Override
    public void close() {
        endpoint.close();
        loop.shutdownNow();
    }
}
