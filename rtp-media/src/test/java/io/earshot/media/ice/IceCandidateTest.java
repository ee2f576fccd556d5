package io.earshot.media.ice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IceCandidateTest {
    @Test
    void shouldReadWhatLiveKitTrickles() {
        IceCandidate candidate =
                IceCandidate.parse("candidate:3062166370 1 udp 2130706431 10.1.2.3 50123 typ host ufrag abcdEFGH");

        assertThat(candidate)
                .isEqualTo(new IceCandidate(
                        "3062166370",
                        IceCandidate.Protocol.UDP,
                        2_130_706_431L,
                        new InetSocketAddress("10.1.2.3", 50_123),
                        IceCandidate.Type.HOST,
                        null));
    }

    @Test
    void shouldReadPassiveTcp() {
        IceCandidate candidate =
                IceCandidate.parse("a=candidate:1 1 TCP 1671430143 10.1.2.3 7881 typ host tcptype passive");

        assertThat(candidate.protocol()).isEqualTo(IceCandidate.Protocol.TCP_PASSIVE);
    }

    @Test
    void shouldWriteWhatItReads() {
        String line = "candidate:s1 1 udp 1694498815 203.0.113.7 7777 typ srflx raddr 10.0.0.1 rport 1000";
        IceCandidate candidate = new LocalBase(new InetSocketAddress("10.0.0.1", 1_000), 65_535)
                .reflexive(new InetSocketAddress("203.0.113.7", 7_777));

        assertThat(candidate.toAttribute()).isEqualTo(line);
        assertThat(IceCandidate.parse(line).address()).isEqualTo(candidate.address());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "candidate:",
                "candidate:1 1 udp 1 8a7c2d3e.local 50123 typ host",
                "candidate:1 1 udp 1 example.com 50123 typ host",
                "candidate:1 2 udp 1 10.1.2.3 50123 typ host",
                "candidate:1 1 sctp 1 10.1.2.3 50123 typ host",
                "candidate:1 1 tcp 1 10.1.2.3 50123 typ host",
                "candidate:1 1 udp 4294967296 10.1.2.3 50123 typ host",
                "candidate:1 1 udp -1 10.1.2.3 50123 typ host",
                "candidate:1 1 udp 1 10.1.2.3 65536 typ host",
                "candidate:1 1 udp 1 10.1.2.3 50123 typ alien",
                "candidate:1 1 udp 1 10.1.2.3 50123 host"
            })
    void shouldIgnoreWhatItCannotUse(String line) {
        assertThat(IceCandidate.parse(line)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "with space", "quote\"quote"})
    void shouldRefuseUserNamesThatAreNone(String ufrag) {
        assertThatIllegalArgumentException().isThrownBy(() -> new IceCredentials(ufrag, "0123456789012345678901"));
    }

    @Test
    void shouldNotPrintThePassword() {
        assertThat(new IceCredentials("abcd", "secretsecretsecretsecret").toString())
                .doesNotContain("secret");
    }

    @FuzzTest
    void shouldReadAnyLine(@NotNull String line) {
        IceCandidate candidate = IceCandidate.parse(line);
        if (candidate != null) {
            assertThat(IceCandidate.parse(candidate.toAttribute())).isNotNull();
        }
    }
}
