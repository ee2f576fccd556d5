package io.earshot.tools.call;

import io.earshot.media.dtls.DtlsIdentity;
import io.earshot.media.net.MediaLoop;
import io.earshot.media.net.MediaLoops;
import io.earshot.media.net.MediaLoopsConfig;
import io.earshot.media.net.PortPool;
import io.earshot.media.sdp.MediaSecurity;
import io.earshot.media.session.AudioSession;
import io.earshot.media.session.PacketTap;
import io.earshot.media.session.SessionConfig;
import io.earshot.sip.Admission;
import io.earshot.sip.CallListener;
import io.earshot.sip.IncomingCall;
import io.earshot.sip.OutgoingCall;
import io.earshot.sip.OutgoingRequest;
import io.earshot.sip.SipConfig;
import io.earshot.sip.SipEndpoint;
import io.earshot.sip.SipStatus;
import io.earshot.sip.tls.TlsConfig;
import io.earshot.sip.wire.MessageTap;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A telephone: places calls, several at a time, over one SIP endpoint and one media thread of its own. Thread-safe
 * because all calls live on that thread.
 */
public final class Softphone implements AutoCloseable {
    private static final int FIRST_PORT = 20_000;
    private static final int LAST_PORT = 29_999;
    private static final int FIRST_MEDIA_MS = 30_000;
    private static final int MEDIA_MS = 15_000;
    private static final int JITTER_MAX_MS = 120;
    private static final int REPORT_INTERVAL_MS = 1_000;
    private static final long FAREWELL_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long POLL_MS = 10;
    private static final Pattern HOST = Pattern.compile("sips?:(?:[^@]*@)?(\\[[^\\]]+]|[^:;?>]+).*");

    private final InetAddress local;
    private final boolean symmetric;
    private final MediaLoops loops = MediaLoops.start(new MediaLoopsConfig(1, 5, true));
    private final MediaLoop loop = loops.next();
    private final PortPool ports = new PortPool(FIRST_PORT, LAST_PORT, TimeUnit.SECONDS.toNanos(1));
    private final CallTaps taps = new CallTaps();
    private final SipEndpoint endpoint;
    private final DtlsIdentity identity = DtlsIdentity.create();
    private final AtomicBoolean closed = new AtomicBoolean();

    private Softphone(InetAddress local, boolean symmetric, TlsConfig tls) throws IOException {
        this.local = local;
        this.symmetric = symmetric;
        SipConfig config = SipConfig.loopback()
                .withAddress(local.getHostAddress(), 0, 0)
                .withUserAgent("earshot-softphone")
                .withTls(tls);
        this.endpoint = new SipEndpoint(config, _ -> loop.eventLoop(), Softphone::busy, Admission.OPEN, taps);
    }

    /**
     * A telephone at that address, on ports of its own choice.
     *
     * @throws IOException when it cannot be bound
     */
    public static Softphone at(InetAddress local) throws IOException {
        return at(local, TlsConfig.defaults());
    }

    /**
     * The same, sending media to where the answer says and never to where media comes from: it finds out whether that address is right.
     *
     * @throws IOException when it cannot be bound
     */
    public static Softphone strictlyAt(InetAddress local) throws IOException {
        return new Softphone(local, false, TlsConfig.defaults());
    }

    /** The same with authorities to trust, or a certificate of its own. */
    public static Softphone at(InetAddress local, TlsConfig tls) throws IOException {
        return new Softphone(local, true, tls);
    }

    /**
     * A telephone at the address from which {@code target} is reached.
     *
     * @throws IOException when the target's host is unknown or unreachable
     * @throws IllegalArgumentException when the target is no SIP URI
     */
    public static Softphone towards(String target) throws IOException {
        return towards(target, TlsConfig.defaults());
    }

    /** The same with authorities to trust, or a certificate of its own. */
    public static Softphone towards(String target, TlsConfig tls) throws IOException {
        Matcher matcher = HOST.matcher(target);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not a SIP URI: " + target);
        }
        try (DatagramSocket probe = new DatagramSocket()) {
            probe.connect(new InetSocketAddress(InetAddress.getByName(matcher.group(1)), 5060));
            return at(probe.getLocalAddress(), tls);
        }
    }

    /** Places a call; the future completes when it is over, exceptionally only when it could not be placed at all. */
    public CompletableFuture<CallOutcome> place(CallPlan plan, CallWatcher watcher) {
        CompletableFuture<CallOutcome> outcome = new CompletableFuture<>();
        loop.execute(() -> {
            try {
                dial(plan, watcher, outcome);
            } catch (IOException | IllegalArgumentException e) {
                outcome.completeExceptionally(e);
            }
        });
        return outcome;
    }

    /**
     * Places a call and waits until it is over.
     *
     * @throws IOException when it could not be placed at all
     */
    public CallOutcome call(CallPlan plan, CallWatcher watcher) throws IOException {
        try {
            return place(plan, watcher).join();
        } catch (CompletionException e) {
            Throwable cause = e.getCause();
            throw cause instanceof IOException io ? io : new IOException(String.valueOf(cause), cause);
        }
    }

    /** Hangs up what goes on and closes all ports. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            endpoint.close();
            loops.close();
        }
    }

    private void dial(CallPlan plan, CallWatcher watcher, CompletableFuture<CallOutcome> outcome) throws IOException {
        CallCapture capture = plan.capture() == null ? null : CallCapture.create(plan.capture());
        AudioSession session = AudioSession.open(loop, ports, sessionConfig(capture), identity);
        SipLadder ladder = new SipLadder(watcher::onSip);
        try {
            invite(plan, ladder, new PhoneCall(plan, watcher, loop, session, security(plan), ladder), capture, outcome);
        } catch (IllegalArgumentException e) {
            session.close();
            throw e;
        }
    }

    /** The INVITE leaves after this, on the same loop, so that no message of the call escapes its taps. */
    private void invite(
            CallPlan plan,
            SipLadder ladder,
            PhoneCall phone,
            @Nullable CallCapture capture,
            CompletableFuture<CallOutcome> outcome) {
        OutgoingCall call = endpoint.call(
                new OutgoingRequest(plan.target(), plan.from(), phone.offer(), List.of(), plan.transport()), phone);
        taps.add(call.callId(), tapsOf(ladder, capture));
        Instant startedAt = Instant.now();
        phone.placed(call);
        phone.ended()
                .thenAccept(facts -> afterFarewell(ladder, loop.nowNs() + FAREWELL_NS, () -> {
                    close(capture, facts);
                    taps.remove(call.callId());
                    outcome.complete(facts.outcome(plan, call.callId(), startedAt, ladder));
                }));
    }

    /** Runs {@code task} once the last request of the call has its response, or at the deadline. */
    private void afterFarewell(SipLadder ladder, long deadlineNs, Runnable task) {
        if (ladder.endsWithResponse() || loop.nowNs() - deadlineNs > 0) {
            task.run();
        } else {
            var _ = loop.eventLoop()
                    .schedule(() -> afterFarewell(ladder, deadlineNs, task), POLL_MS, TimeUnit.MILLISECONDS);
        }
    }

    private MediaSecurity security(CallPlan plan) {
        return switch (plan.srtp()) {
            case OFF -> MediaSecurity.OFF;
            case SDES -> new MediaSecurity(MediaSecurity.Mode.REQUIRED, true, null, false);
            case DTLS -> new MediaSecurity(MediaSecurity.Mode.REQUIRED, false, identity.fingerprint(), true);
        };
    }

    private SessionConfig sessionConfig(@Nullable CallCapture capture) {
        PacketTap tap = capture == null ? PacketTap.NONE : capture;
        return new SessionConfig(
                local, FIRST_MEDIA_MS, MEDIA_MS, symmetric, false, 0, JITTER_MAX_MS, REPORT_INTERVAL_MS, true, tap);
    }

    private static List<MessageTap> tapsOf(SipLadder ladder, @Nullable CallCapture capture) {
        List<MessageTap> taps = new ArrayList<>(List.of(ladder));
        if (capture != null) {
            taps.add(capture);
        }
        return taps;
    }

    private static void close(@Nullable CallCapture capture, CallFacts facts) {
        try {
            if (capture != null) {
                capture.close();
            }
        } catch (IOException e) {
            facts.trouble = "cannot capture: " + e.getMessage();
        }
    }

    private static CallListener busy(IncomingCall call) {
        call.reject(SipStatus.BUSY_HERE);
        return new CallListener() {};
    }
}
