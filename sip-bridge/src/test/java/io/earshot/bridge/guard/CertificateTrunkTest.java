package io.earshot.bridge.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.bridge.gateway.TestPhone;
import io.earshot.sip.CallEnd;
import io.earshot.sip.CallListener;
import io.earshot.sip.SipConfig;
import io.earshot.sip.SipEndpoint;
import io.earshot.sip.SipStatus;
import io.earshot.sip.tls.TestAuthority;
import io.earshot.sip.tls.TlsConfig;
import io.earshot.sip.tls.TlsConfig.ServerCheck;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trunks that are known by the client certificates of their callers. */
class CertificateTrunkTest {
    private static final String CARRIER = "{name: carrier, tls_names: [carrier.example.com], numbers: ['2*']}";

    @TempDir
    Path directory;

    private TestAuthority authority;
    private TlsConfig server;

    @BeforeEach
    void makeCertificates() throws Exception {
        authority = new TestAuthority(directory, "ca");
        server = authority.issue("server", "ip:127.0.0.1");
    }

    @Test
    void shouldKnowATrunkByTheNameInItsCertificate() throws Exception {
        try (GuardedBridge bridge = bridge("guard.trunks=[" + CARRIER + "]", "guard.unknown=refuse");
                Caller caller = new Caller(bridge, "carrier.example.com")) {
            assertThat(caller.calls("200")).isEqualTo(200);
            assertThat(bridge.directory.all().getFirst().trunk()).isEqualTo("carrier");
            assertThat(caller.calls("300")).as("a number that it may not call").isEqualTo(403);
            assertThat(bridge.refusals.counts()).containsEntry("trunk_number", 1L);
        }
    }

    @Test
    void shouldRefuseAnotherNameAndNone() throws Exception {
        try (GuardedBridge bridge = bridge("guard.trunks=[" + CARRIER + "]", "guard.unknown=refuse");
                Caller stranger = new Caller(bridge, "else.example.com");
                Caller nobody = new Caller(bridge, "")) {
            assertThat(stranger.calls("200")).isEqualTo(403);
            assertThat(nobody.calls("200")).isEqualTo(403);
            assertThat(bridge.refusals.counts()).containsEntry("tls_name", 2L);
        }
    }

    @Test
    void shouldTakeStrangersAsOthersWhereTheyAreAccepted() throws Exception {
        try (GuardedBridge bridge = bridge("guard.trunks=[" + CARRIER + "]");
                Caller stranger = new Caller(bridge, "else.example.com")) {
            assertThat(stranger.calls("200")).isEqualTo(200);
            assertThat(bridge.directory.all().getFirst().trunk()).isEqualTo("127.0.0.1");
        }
    }

    @Test
    void shouldAskForTheNameAtATrunksAddressToo() throws Exception {
        String address = "addresses: [127.0.0.1], tls_names: ";
        try (GuardedBridge bridge = bridge("guard.trunks=[{name: one, " + address + "[one.example.com]}, {name: two, "
                        + address + "['*.two.example.com', two.example.com]}]");
                Caller two = new Caller(bridge, "two.example.com");
                Caller stranger = new Caller(bridge, "else.example.com");
                RawCaller plain = new RawCaller("127.0.0.1", bridge.sip.udpPort())) {
            assertThat(two.calls("200")).isEqualTo(200);
            assertThat(bridge.directory.all().getFirst().trunk()).isEqualTo("two");
            assertThat(stranger.calls("200")).isEqualTo(403);
            assertThat(plain.invite("200")).startsWith("SIP/2.0 403 ");
            assertThat(bridge.refusals.counts()).containsEntry("tls_name", 2L);
        }
    }

    @Test
    void shouldAskForTheProofBesidesTheName() throws Exception {
        try (GuardedBridge bridge = bridge(
                        "guard.trunks=[{name: both, tls_names: [both.example.com], username: u, password: secret}]");
                Caller caller = new Caller(bridge, "both.example.com")) {
            assertThat(caller.calls("200")).isEqualTo(407);
        }
    }

    private GuardedBridge bridge(String... settings) throws Exception {
        List<String> all = new ArrayList<>(List.of(
                "sip.tls.port=0",
                "sip.tls.certificate=" + server.certificate(),
                "sip.tls.key=" + server.key(),
                "sip.tls.client_certificates=wanted",
                "sip.tls.client_ca=" + authority.ca()));
        all.addAll(List.of(settings));
        return new GuardedBridge(all.toArray(String[]::new));
    }

    /** A telephone with a certificate for a name, or with none. */
    private final class Caller implements AutoCloseable {
        private final GuardedBridge bridge;
        private final SipEndpoint sip;

        Caller(GuardedBridge bridge, String name) throws Exception {
            this.bridge = bridge;
            TlsConfig own = name.isEmpty() ? TlsConfig.defaults() : authority.issue(name, "dns:" + name);
            sip = new SipEndpoint(
                    SipConfig.loopback().withTls(own.withServers(ServerCheck.NAME, authority.ca())),
                    _ -> bridge.loop()::execute,
                    call -> {
                        call.reject(SipStatus.DECLINE);
                        return new CallListener() {};
                    });
        }

        /** The status that a call to {@code number} gets. */
        int calls(String number) throws Exception {
            String uri = "sip:" + number + "@127.0.0.1:" + bridge.sip.tlsPort() + ";transport=tls";
            TestPhone phone = TestPhone.call(bridge.loop(), bridge.media, sip, "100", uri);
            for (int i = 0; i < 500; i++) {
                if (phone.answered.poll(10, TimeUnit.MILLISECONDS) != null) {
                    return 200;
                }
                CallEnd end = phone.ended.poll();
                if (end != null) {
                    return end instanceof CallEnd.Rejected rejected
                            ? rejected.status().code()
                            : 0;
                }
            }
            throw new AssertionError("no answer");
        }

        @Override
        public void close() {
            sip.close();
        }
    }
}
