package io.earshot.livekit.worker;

import io.earshot.livekit.token.AccessToken;
import io.earshot.livekit.token.ApiKey;
import io.earshot.livekit.token.VideoGrant;
import io.earshot.livekit.token.VideoPermission;
import io.earshot.livekit.ws.SignalSocket;
import io.earshot.livekit.ws.SignalSockets;
import io.earshot.livekit.ws.SocketListener;
import io.earshot.livekit.ws.SocketTarget;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A worker registered for LiveKit's agent dispatch, over a WebSocket that comes back by itself. Its state is confined to one loop, where its
 * listener is told; the public methods may be called on any thread.
 */
public final class AgentWorker implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(AgentWorker.class);
    private static final int PROTOCOL = 1;
    private static final Duration TOKEN_LIFETIME = Duration.ofMinutes(10);
    private static final long LOAD_EVERY_MS = 500;

    private final SignalSockets sockets = SignalSockets.create(null);
    private final EventLoop loop;
    private final URI address;
    private final Supplier<ApiKey> key;
    private final Duration connectTimeout;
    private final WorkerLoad load;
    private final WorkerCounters counters = new WorkerCounters();
    private final WorkerSession session;
    private final ScheduledFuture<?> looking;
    private @Nullable SignalSocket socket;
    private @Nullable ScheduledFuture<?> alarm;
    private volatile WorkerState state = WorkerState.IDLE;

    private AgentWorker(
            EventLoop loop,
            URI address,
            Supplier<ApiKey> key,
            Duration connectTimeout,
            WorkerOptions options,
            WorkerListener listener,
            WorkerLoad load) {
        this.loop = loop;
        this.address = address;
        this.key = key;
        this.connectTimeout = connectTimeout;
        this.load = load;
        this.session = new WorkerSession(options, new Told(listener), counters, RandomGenerator.getDefault());
        this.looking = loop.scheduleAtFixedRate(
                () -> guarded(() -> session.load(load.share(), load.full())),
                LOAD_EVERY_MS,
                LOAD_EVERY_MS,
                TimeUnit.MILLISECONDS);
    }

    /**
     * Begins to connect.
     *
     * @param loop where everything happens
     * @param server the LiveKit server, with {@code ws}, {@code wss}, {@code http} or {@code https}; whether a plain one may be used is the
     *     caller's to decide
     * @param key signs the tokens for registering, asked each time
     * @param load asked twice a second and after each change
     */
    public static AgentWorker start(
            EventLoop loop,
            URI server,
            Supplier<ApiKey> key,
            Duration connectTimeout,
            WorkerOptions options,
            WorkerListener listener,
            WorkerLoad load) {
        AgentWorker worker = new AgentWorker(loop, endpoint(server), key, connectTimeout, options, listener, load);
        loop.execute(() -> worker.guarded(() -> {
            worker.session.load(load.share(), load.full());
            worker.session.start();
        }));
        return worker;
    }

    /** How it stands; may be a moment old. */
    public WorkerState state() {
        return state;
    }

    /** What it met; may be a moment old. */
    public WorkerCounters counters() {
        return counters;
    }

    /** A job is over. */
    public void finished(String jobId, boolean success, String error) {
        loop.execute(() -> guarded(() -> {
            session.finished(jobId, success, error);
            session.load(load.share(), load.full());
        }));
    }

    /** Takes no more jobs; running ones go on. */
    public void drain() {
        loop.execute(() -> guarded(session::drain));
    }

    /** Takes jobs again after {@link #drain}. */
    public void resume() {
        loop.execute(() -> guarded(session::resume));
    }

    /** Ends the registration. Jobs that run are the user's to end. */
    @Override
    public void close() {
        looking.cancel(false);
        loop.execute(() -> {
            guarded(session::stop);
            sockets.close();
        });
    }

    /** The address of the worker's endpoint; a path of the server is kept before it. */
    static URI endpoint(URI server) {
        String scheme = server.getScheme().toLowerCase(Locale.ROOT);
        String socketScheme = scheme.equals("wss") || scheme.equals("https") ? "wss" : "ws";
        String path = server.getRawPath() == null ? "" : server.getRawPath().replaceAll("/+$", "");
        return URI.create(socketScheme + "://" + server.getRawAuthority() + path + "/agent?protocol=" + PROTOCOL);
    }

    private void connect() {
        String token = new AccessToken()
                .video(VideoGrant.of(VideoPermission.AGENT))
                .validFor(TOKEN_LIFETIME)
                .sign(key.get(), Instant.now())
                .reveal();
        Ears ears = new Ears();
        SignalSocket opened = sockets.connect(
                SocketTarget.of(address, token, connectTimeout, connectTimeout.multipliedBy(2)), loop, ears);
        ears.mine = opened;
        socket = opened;
    }

    private void disconnect() {
        if (socket != null) {
            socket.close();
            socket = null;
        }
    }

    /** Runs an input and then everything that it asks for; a bug ends the registration, never the process. */
    private void guarded(Runnable input) {
        try {
            input.run();
            for (WorkerOutput output = session.poll(); output != null; output = session.poll()) {
                carryOut(output);
            }
            setAlarm();
        } catch (RuntimeException bug) {
            log.error("the agent worker failed and is no longer registered", bug);
            disconnect();
            session.stop();
        }
    }

    private void carryOut(WorkerOutput output) {
        switch (output) {
            case WorkerOutput.Connect _ -> connect();
            case WorkerOutput.Disconnect _ -> disconnect();
            case WorkerOutput.Send send -> {
                ByteBuf message = Unpooled.wrappedBuffer(send.message().toByteArray());
                if (socket == null || !socket.send(message)) {
                    counters.count(WorkerCounters.Count.MESSAGES_UNSENT);
                }
            }
        }
    }

    private void setAlarm() {
        if (alarm != null) {
            alarm.cancel(false);
            alarm = null;
        }
        long deadlineNs = session.deadlineNs();
        if (deadlineNs != Long.MAX_VALUE) {
            long waitNs = Math.max(0, deadlineNs - System.nanoTime());
            alarm = loop.schedule(
                    () -> guarded(() -> session.onDeadline(System.nanoTime())), waitNs, TimeUnit.NANOSECONDS);
        }
    }

    /** What a socket tells; one that was given up is passed over. */
    private final class Ears implements SocketListener {
        private @Nullable SignalSocket mine;

        @Override
        public void onOpen() {
            tell(() -> session.onOpen(System.nanoTime()));
        }

        @Override
        public void onMessage(ByteBuf payload) {
            tell(() -> session.onMessage(payload.nioBuffer(), System.nanoTime()));
        }

        @Override
        public void onRefused(int status, String body) {
            tell(() -> session.onRefused(status, System.nanoTime()));
        }

        @Override
        public void onFailed(String cause) {
            tell(() -> session.onLost(cause, System.nanoTime()));
        }

        @Override
        public void onClosed(int code, String cause) {
            tell(() -> session.onLost("closed with " + code, System.nanoTime()));
        }

        private void tell(Runnable input) {
            if (socket != null && socket == mine) {
                guarded(input);
            }
        }
    }

    /** Keeps the state for other threads, and logs its changes. */
    private final class Told implements WorkerListener {
        private final WorkerListener user;

        Told(WorkerListener user) {
            this.user = user;
        }

        @Override
        public JobAnswer onOffer(Job job) {
            return user.onOffer(job);
        }

        @Override
        public void onAssigned(Job job, String url, String token) {
            user.onAssigned(job, url, token);
        }

        @Override
        public void onUnassigned(Job job) {
            user.onUnassigned(job);
        }

        @Override
        public void onTerminated(String jobId) {
            user.onTerminated(jobId);
        }

        @Override
        public void onState(WorkerState from, WorkerState to, String reason) {
            state = to;
            if (to == WorkerState.WAITING) {
                log.warn("agent worker {} -> {}: {}", from, to, reason);
            } else {
                log.info("agent worker {} -> {}: {}", from, to, reason);
            }
            user.onState(from, to, reason);
        }
    }
}
