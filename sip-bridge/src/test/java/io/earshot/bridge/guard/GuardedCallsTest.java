package io.earshot.bridge.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.earshot.bridge.records.CallDirectory.RunningCall;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Trunks, passwords and caps over real SIP. */
class GuardedCallsTest {
    private static final String CARRIER = "{name: carrier, addresses: [127.0.0.2], caps: {calls: 2}}";

    @Test
    void shouldNameTheTrunkOfACallInItsRecord() throws Exception {
        try (GuardedBridge bridge = new GuardedBridge("guard.trunks=[" + CARRIER + "]");
                RawCaller caller = new RawCaller("127.0.0.2", bridge.sip.udpPort())) {
            assertThat(caller.invite("200")).startsWith("SIP/2.0 200 ");
            assertThat(bridge.directory.all().getFirst().trunk()).isEqualTo("carrier");
            assertThat(bridge.reception.running()).containsEntry("carrier", 1).containsEntry("other", 0);
            caller.bye();
            settle(bridge);
            assertThat(bridge.reception.running()).containsEntry("carrier", 0);
        }
    }

    @Test
    void shouldRefuseCallsOfATrunkBeyondItsCapAndTakeThemAgainAfterwards() throws Exception {
        try (GuardedBridge bridge = new GuardedBridge("guard.trunks=[" + CARRIER + "]");
                RawCaller first = new RawCaller("127.0.0.2", bridge.sip.udpPort());
                RawCaller second = new RawCaller("127.0.0.2", bridge.sip.udpPort());
                RawCaller third = new RawCaller("127.0.0.2", bridge.sip.udpPort());
                RawCaller other = new RawCaller("127.0.0.3", bridge.sip.udpPort())) {
            assertThat(first.invite("200")).startsWith("SIP/2.0 200 ");
            assertThat(second.invite("200")).startsWith("SIP/2.0 200 ");
            assertThat(third.invite("200")).startsWith("SIP/2.0 503 ").contains("Retry-After: 5");
            assertThat(other.invite("200")).startsWith("SIP/2.0 200 ");
            assertThat(bridge.refusals.counts()).containsEntry("trunk_calls", 1L);
            first.bye();
            until(() -> bridge.reception.running().get("carrier") == 1);
            assertThat(third.invite("200")).startsWith("SIP/2.0 200 ");
        }
    }

    @Test
    void shouldTellABusyCallerSo() throws Exception {
        try (GuardedBridge bridge = new GuardedBridge("guard.others={per_caller: 1}");
                RawCaller first = new RawCaller("127.0.0.2", bridge.sip.udpPort());
                RawCaller second = new RawCaller("127.0.0.3", bridge.sip.udpPort())) {
            assertThat(first.from("4711").invite("200")).startsWith("SIP/2.0 200 ");
            assertThat(second.from("4711").invite("200")).startsWith("SIP/2.0 486 ");
            assertThat(second.from("4712").invite("200")).startsWith("SIP/2.0 200 ");
        }
    }

    @Test
    void shouldGiveAPlaceBackWhenTheReceptionRefuses() throws Exception {
        try (GuardedBridge bridge = new GuardedBridge("calls.numbers=['200']", "guard.others={calls: 1}");
                RawCaller caller = new RawCaller("127.0.0.2", bridge.sip.udpPort())) {
            assertThat(caller.invite("404")).startsWith("SIP/2.0 404 ");
            assertThat(caller.invite("404")).startsWith("SIP/2.0 404 ");
            assertThat(caller.invite("200")).startsWith("SIP/2.0 200 ");
        }
    }

    @Test
    void shouldAskATrunkWithAPasswordForItsProof() throws Exception {
        try (GuardedBridge bridge = new GuardedBridge(
                        "guard.trunks=[{name: office, addresses: [127.0.0.2], username: u, password: secret}]");
                RawCaller caller = new RawCaller("127.0.0.2", bridge.sip.udpPort());
                RawCaller wrong = new RawCaller("127.0.0.2", bridge.sip.udpPort())) {
            String challenge = caller.invite("200");
            assertThat(challenge).startsWith("SIP/2.0 407 ").contains("realm=\"earshot\"");
            assertThat(caller.again(RawCaller.proof(challenge, "u", "secret"))).startsWith("SIP/2.0 200 ");
            assertThat(wrong.again()).startsWith("SIP/2.0 407 ");
            assertThat(wrong.again(RawCaller.proof(wrong.again(), "u", "guess")))
                    .startsWith("SIP/2.0 403 ");
            assertThat(bridge.directory.all().getFirst().trunk()).isEqualTo("office");
            assertThat(bridge.refusals.counts()).containsEntry("wrong_password", 1L);
        }
    }

    @Test
    void shouldTakeRoamingCallersByTheirPasswordWhereStrangersAreRefused() throws Exception {
        try (GuardedBridge bridge = new GuardedBridge(
                        "guard.unknown=refuse",
                        "guard.trunks=[{name: mobile, username: m, password: secret, numbers: ['2*']}]");
                RawCaller caller = new RawCaller("127.0.0.9", bridge.sip.udpPort())) {
            String challenge = caller.invite("200");
            assertThat(challenge).startsWith("SIP/2.0 407 ");
            assertThat(caller.again(RawCaller.proof(challenge, "stranger", "secret")))
                    .startsWith("SIP/2.0 403 ");
            assertThat(caller.invite("300", RawCaller.proof(challenge, "m", "secret")))
                    .startsWith("SIP/2.0 403 ");
            String next = caller.invite("200");
            assertThat(caller.again(RawCaller.proof(next, "m", "secret"))).startsWith("SIP/2.0 200 ");
            assertThat(bridge.directory.all().getFirst().trunk()).isEqualTo("mobile");
        }
    }

    @Test
    void shouldBanWhoGuessesPasswordsAndListenAgainWhenTheBanIsLifted() throws Exception {
        try (GuardedBridge bridge = new GuardedBridge(
                        "guard.unknown=refuse",
                        "guard.bans.failed_digests=3",
                        "guard.trunks=[{name: mobile, username: m, password: secret}]");
                RawCaller caller = new RawCaller("127.0.0.9", bridge.sip.udpPort())) {
            for (int guess = 0; guess < 3; guess++) {
                String challenge = caller.invite("200");
                assertThat(caller.again(RawCaller.proof(challenge, "m", "guess" + guess)))
                        .startsWith("SIP/2.0 403 ");
            }
            caller.patience(300);
            assertThatThrownBy(() -> caller.invite("200")).isInstanceOf(SocketTimeoutException.class);
            assertThat(bridge.guard.bans().getFirst().reason()).isEqualTo("failed_digest");
            bridge.guard.liftAll();
            caller.patience(5_000);
            assertThat(caller.invite("200")).startsWith("SIP/2.0 407 ");
        }
    }

    @Test
    void shouldSayNothingToStrangersWhereToldTo() throws Exception {
        try (GuardedBridge bridge = new GuardedBridge("guard.unknown=silent", "guard.trunks=[" + CARRIER + "]");
                RawCaller stranger = new RawCaller("127.0.0.9", bridge.sip.udpPort());
                RawCaller carrier = new RawCaller("127.0.0.2", bridge.sip.udpPort())) {
            stranger.patience(300);
            assertThatThrownBy(() -> stranger.invite("200")).isInstanceOf(SocketTimeoutException.class);
            assertThat(carrier.invite("200")).startsWith("SIP/2.0 200 ");
            assertThat(bridge.refusals.counts()).containsKey("unknown_source");
        }
    }

    @Test
    void shouldNotTransferACallToADeniedDestination() throws Exception {
        try (GuardedBridge bridge = new GuardedBridge();
                RawCaller caller = new RawCaller("127.0.0.2", bridge.sip.udpPort())) {
            assertThat(caller.invite("200")).startsWith("SIP/2.0 200 ");
            RunningCall call = bridge.directory
                    .running(bridge.directory.all().getFirst().callId())
                    .orElseThrow();
            until(() -> call.record().state().equals("talking"));
            assertThat(call.transfer("tel:+881612345678")).isTrue();
            assertThat(call.record().state()).isEqualTo("talking");
            assertThat(call.transfer("tel:+4930123456")).isTrue();
            assertThat(caller.receive()).startsWith("REFER ").contains("tel:+4930123456");
            assertThat(call.record().state()).isEqualTo("transferring");
        }
    }

    private static void settle(GuardedBridge bridge) {
        until(() -> bridge.directory.runningCount() == 0);
    }

    private static void until(java.util.function.BooleanSupplier done) {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!done.getAsBoolean()) {
            if (System.nanoTime() - deadlineNs > 0) {
                throw new AssertionError("it did not come to that");
            }
            Thread.onSpinWait();
        }
    }
}
