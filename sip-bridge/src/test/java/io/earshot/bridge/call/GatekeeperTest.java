package io.earshot.bridge.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.bridge.config.CallsConfig;
import io.earshot.bridge.config.MediaConfig;
import io.earshot.bridge.leg.MediaDesk;
import io.earshot.bridge.records.CallDirectory;
import io.earshot.media.net.MediaLoops;
import io.earshot.media.net.MediaLoopsConfig;
import io.earshot.sip.Admission;
import io.earshot.sip.Admission.Decision;
import io.earshot.sip.SipHeader;
import io.earshot.sip.SipStatus;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who stands at the door, and in which order. */
class GatekeeperTest {
    private final MediaLoops loops = MediaLoops.start(new MediaLoopsConfig(1, 5, false));
    private final RefusalCounters refusals = new RefusalCounters();
    private final List<String> asked = new ArrayList<>();

    @AfterEach
    void close() {
        loops.close();
    }

    private CallDesk desk(Gatekeeper... gatekeepers) throws Exception {
        MediaDesk media = new MediaDesk(MediaConfig.defaults());
        return new CallDesk(
                CallsConfig::defaults,
                loops,
                () -> media,
                (_, _) -> {
                    throw new IllegalStateException("no call was to come in");
                },
                new CallDirectory(10),
                List.of(gatekeepers),
                refusals,
                DialGate.OPEN);
    }

    private static Admission.Newcomer newcomer(String method, int calls) {
        return new Admission.Newcomer(method, new InetSocketAddress("192.0.2.1", 5060), "id", "100", "200", calls);
    }

    @Test
    void shouldAskInOrderAndStopAtFirstRefusal() throws Exception {
        CallDesk desk = desk(
                _ -> {
                    asked.add("first");
                    return null;
                },
                _ -> {
                    asked.add("second");
                    return Gatekeeper.Refusal.of("second", SipStatus.FORBIDDEN);
                },
                _ -> {
                    asked.add("third");
                    return null;
                });
        assertThat(desk.decide(newcomer("INVITE", 0))).isEqualTo(new Decision.Refuse(SipStatus.FORBIDDEN, List.of()));
        assertThat(asked).containsExactly("first", "second");
        assertThat(refusals.counts()).containsOnly(java.util.Map.entry("second", 1L));
    }

    @Test
    void shouldSayWhenToTryAgainWhereThatMakesSense() throws Exception {
        CallDesk desk = desk(_ -> Gatekeeper.Refusal.of("busy", SipStatus.SERVICE_UNAVAILABLE, Duration.ofSeconds(7)));
        assertThat(desk.decide(newcomer("INVITE", 0)))
                .isEqualTo(
                        new Decision.Refuse(SipStatus.SERVICE_UNAVAILABLE, List.of(new SipHeader("Retry-After", "7"))));
    }

    @Test
    void shouldAnswerNothingToWhoIsRefusedSilently() throws Exception {
        CallDesk desk = desk(_ -> Gatekeeper.Refusal.silently("stranger"));
        assertThat(desk.decide(newcomer("INVITE", 0))).isEqualTo(new Decision.Drop());
        assertThat(refusals.counts()).containsEntry("stranger", 1L);
    }

    @Test
    void shouldRefuseWhenFullOnlyAfterAllOthersWereAsked() throws Exception {
        CallDesk desk = desk(_ -> {
            asked.add("other");
            return null;
        });
        assertThat(desk.decide(newcomer("INVITE", 500)))
                .isEqualTo(
                        new Decision.Refuse(SipStatus.SERVICE_UNAVAILABLE, List.of(new SipHeader("Retry-After", "5"))));
        assertThat(asked).containsExactly("other");
        assertThat(refusals.counts()).containsEntry("capacity", 1L);
    }

    @Test
    void shouldAskNobodyWhileDraining() throws Exception {
        CallDesk desk = desk(_ -> {
            asked.add("other");
            return null;
        });
        desk.drain();
        assertThat(desk.decide(newcomer("INVITE", 0))).isInstanceOf(Decision.Refuse.class);
        assertThat(asked).isEmpty();
        assertThat(refusals.counts()).containsEntry("draining", 1L);
    }

    @Test
    void shouldNotCountOptionsAsCallRefused() throws Exception {
        CallDesk desk = desk(_ -> Gatekeeper.Refusal.of("never", SipStatus.FORBIDDEN));
        assertThat(desk.decide(newcomer("OPTIONS", 0))).isInstanceOf(Decision.Refuse.class);
        assertThat(refusals.counts()).isEmpty();
    }

    @Test
    void shouldBoundReasons() {
        for (int i = 0; i < 100; i++) {
            refusals.count("reason" + i);
        }
        assertThat(refusals.counts()).hasSize(41).containsEntry("other", 60L);
    }
}
