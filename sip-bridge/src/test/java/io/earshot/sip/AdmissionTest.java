package io.earshot.sip;

import static io.earshot.sip.RawPeer.header;
import static io.earshot.sip.RawPeer.status;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Who gets in, and what a flood or a fault does to the others. */
class AdmissionTest {

    private final AtomicReference<Admission.Decision> decision = new AtomicReference<>(new Admission.Decision.Accept());

    @Test
    void shouldAnswerAsApplicationDecidesForInviteAndOptions() throws Exception {
        try (Callee callee = new Callee(SipConfig.loopback(), _ -> decision.get(), call -> call.answer(new byte[0]));
                RawPeer peer = new RawPeer(callee.endpoint.udpPort())) {
            decision.set(new Admission.Decision.Unavailable(7));
            for (String method : new String[] {"INVITE", "OPTIONS"}) {
                peer.next().send(peer.request(method, ""));
                String refusal = peer.receiveFinal();
                assertThat(status(refusal)).isEqualTo(503);
                assertThat(header(refusal, "Retry-After")).isEqualTo("7");
            }
            decision.set(new Admission.Decision.Busy());
            peer.next().send(peer.request("INVITE", ""));
            assertThat(status(peer.receiveFinal())).isEqualTo(486);
            decision.set(new Admission.Decision.Accept());
            peer.next();
            peer.call();
            assertThat(callee.endpoint.counts().notAdmitted()).isEqualTo(3);
        }
    }

    @Test
    void shouldStaySilentWhenApplicationDropsTheInvite() throws Exception {
        Admission admission = newcomer ->
                newcomer.method().equals("INVITE") ? new Admission.Decision.Drop() : new Admission.Decision.Accept();
        try (Callee callee = new Callee(SipConfig.loopback(), admission, call -> {});
                RawPeer peer = new RawPeer(callee.endpoint.udpPort())) {
            peer.send(peer.request("INVITE", ""));
            assertThat(peer.silentUntilProbed()).isTrue();
            assertThat(callee.calls).isEmpty();
        }
    }

    @Test
    void shouldTellAdmissionWhoCallsWhom() throws Exception {
        AtomicReference<Admission.Newcomer> seen = new AtomicReference<>();
        Admission admission = newcomer -> {
            seen.set(newcomer);
            return new Admission.Decision.Busy();
        };
        try (Callee callee = new Callee(SipConfig.loopback(), admission, call -> {});
                RawPeer peer = new RawPeer(callee.endpoint.udpPort())) {
            peer.send(peer.request("INVITE", ""));
            peer.receiveFinal();
            assertThat(seen.get().fromUser()).isEqualTo("raw");
            assertThat(seen.get().toUser()).isEqualTo("agent");
            assertThat(seen.get().source().getPort()).isEqualTo(peer.port());
        }
    }

    @Test
    void shouldRefuseCallsBeyondHardLimitAndServeAgainAfterwards() throws Exception {
        FloodLimits one = new FloodLimits(1000, Duration.ofSeconds(1), 1, Set.of());
        try (Callee callee = new Callee(
                        SipConfig.loopback().withFlood(one), Admission.OPEN, call -> call.answer(new byte[0]));
                RawPeer first = new RawPeer(callee.endpoint.udpPort());
                RawPeer second = new RawPeer(callee.endpoint.udpPort())) {
            first.invite("");
            first.ack();
            assertThat(status(second.invite(""))).isEqualTo(503);
            first.next();
            first.send(first.request("BYE", ""));
            assertThat(status(first.receiveFinal())).isEqualTo(200);
            assertThat(callee.nextRecorder().next()).isEqualTo("acknowledged ");
            second.toTag = "";
            second.next();
            second.call();
        }
    }

    @Test
    void shouldDropFloodOfStrangerAndKeepDialogsAlive() throws Exception {
        FloodLimits strict = new FloodLimits(5, Duration.ofHours(1), 1000, Set.of());
        try (Callee callee = new Callee(
                        SipConfig.loopback().withFlood(strict), Admission.OPEN, call -> call.answer(new byte[0]));
                RawPeer good = new RawPeer(callee.endpoint.udpPort());
                RawPeer flood = new RawPeer(callee.endpoint.udpPort())) {
            good.invite("");
            good.ack();
            for (int i = 0; i < 500; i++) {
                flood.next().send(flood.request("OPTIONS", ""));
            }
            good.next();
            good.send(good.request("BYE", ""));
            assertThat(status(good.receiveFinal())).isEqualTo(200);
            assertThat(callee.endpoint.counts().flooded()).isEqualTo(500 - 4);
        }
    }

    @Test
    void shouldEndOnlyTheCallWhoseHandlerThrows() throws Exception {
        try (Callee callee = new Callee(SipConfig.loopback(), Admission.OPEN, call -> {
                    if (call.header("X-Bad").isPresent()) {
                        throw new IllegalStateException("bug");
                    }
                    call.answer(new byte[0]);
                });
                RawPeer bad = new RawPeer(callee.endpoint.udpPort());
                RawPeer good = new RawPeer(callee.endpoint.udpPort())) {
            assertThat(status(bad.invite("X-Bad: yes\r\n"))).isEqualTo(500);
            good.call();
            callee.nextRecorder();
            Recorder recorder = callee.nextRecorder();
            assertThat(recorder.next()).isEqualTo("acknowledged ");
            assertThat(recorder.next()).isEqualTo("remote bye");
            assertThat(callee.endpoint.counts().bugs()).isEqualTo(1);
            assertThat(callee.endpoint.counts().callsAlive()).isZero();
        }
    }

    @Test
    void shouldHangUpTheCallWhoseListenerThrows() throws Exception {
        CallListener faulty = new CallListener() {
            @Override
            public void onAcknowledged(byte[] sdp) {
                throw new IllegalStateException("bug");
            }
        };
        try (SipEndpoint endpoint = new SipEndpoint(SipConfig.loopback(), _ -> Runnable::run, call -> {
                    call.answer(new byte[0]);
                    return faulty;
                });
                RawPeer peer = new RawPeer(endpoint.udpPort())) {
            peer.invite("");
            peer.ack();
            assertThat(peer.receive()).startsWith("BYE ");
        }
    }

    @Test
    void shouldRefuseCallsOfExecutorThatIsGone() throws Exception {
        try (SipEndpoint endpoint = new SipEndpoint(
                        SipConfig.loopback(),
                        _ -> task -> {
                            throw new java.util.concurrent.RejectedExecutionException();
                        },
                        call -> new CallListener() {});
                RawPeer peer = new RawPeer(endpoint.udpPort())) {
            assertThat(status(peer.invite(""))).isEqualTo(503);
            assertThat(endpoint.counts().callsAlive()).isZero();
        }
    }

    @Test
    void shouldHoldNoPlaceForACallWhoseByeNobodyAnswers() throws Exception {
        FloodLimits one = new FloodLimits(1_000, Duration.ofSeconds(1), 1, Set.of());
        try (Callee callee = new Callee(
                        SipConfig.loopback().withFlood(one), Admission.OPEN, call -> call.answer(new byte[0]));
                RawPeer gone = new RawPeer(callee.endpoint.udpPort());
                RawPeer next = new RawPeer(callee.endpoint.udpPort())) {
            gone.invite("");
            gone.ack();
            IncomingCall call = callee.nextCall();
            assertThat(callee.nextRecorder().next()).isEqualTo("acknowledged ");
            callee.run(call::bye);
            assertThat(gone.receive()).startsWith("BYE ");

            assertThat(callee.endpoint.counts().callsAlive()).isZero();
            assertThat(status(next.invite(""))).isEqualTo(200);
        }
    }

    @Test
    void shouldHoldNoPlaceForACallWhoseRefusalNobodyAcknowledges() throws Exception {
        FloodLimits one = new FloodLimits(1_000, Duration.ofSeconds(1), 1, Set.of());
        try (Callee callee = new Callee(
                        SipConfig.loopback().withFlood(one), Admission.OPEN, call -> call.reject(SipStatus.BUSY_HERE));
                RawPeer silent = new RawPeer(callee.endpoint.udpPort())) {
            for (int i = 0; i < 20; i++) {
                assertThat(status(silent.invite(""))).isEqualTo(486);
                silent.next();
                silent.toTag = "";
            }
        }
    }

    @Test
    void shouldHangUpWhatIsLeftWhenClosed() throws Exception {
        Callee callee = Callee.answering();
        try (RawPeer peer = new RawPeer(callee.endpoint.udpPort())) {
            peer.invite("");
            peer.ack();
            Recorder recorder = callee.nextRecorder();
            assertThat(recorder.next()).isEqualTo("acknowledged ");
            callee.endpoint.close();
            assertThat(peer.receive()).startsWith("BYE ");
            assertThat(recorder.next()).isEqualTo("failed SHUTDOWN");
        } finally {
            callee.close();
        }
    }
}
