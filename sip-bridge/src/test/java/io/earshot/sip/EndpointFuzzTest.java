package io.earshot.sip;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Any datagram at all: the endpoint meets no fault of its own and goes on answering. */
class EndpointFuzzTest {

    private static Callee callee;
    private static RawPeer prober;

    @BeforeAll
    static void open() throws Exception {
        callee = Callee.answering();
        prober = new RawPeer(callee.endpoint.udpPort());
    }

    @AfterAll
    static void close() {
        prober.close();
        callee.close();
    }

    @FuzzTest(maxDuration = "60s")
    void shouldSurviveAnyDatagram(byte[] datagram) throws Exception {
        try (RawPeer stranger = new RawPeer(callee.endpoint.udpPort())) {
            stranger.send(datagram);
        }
        prober.next().send(prober.request("OPTIONS", ""));
        if (RawPeer.status(prober.receiveFinal()) != 200) {
            throw new AssertionError("no longer answering");
        }
        SipCounters counts = callee.endpoint.counts();
        if (counts.transport().faults() > 0 || counts.bugs() > 0) {
            throw new AssertionError(counts.toString());
        }
    }
}
