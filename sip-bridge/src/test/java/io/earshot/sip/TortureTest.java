package io.earshot.sip;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The 49 messages of RFC 4475 over a real socket, unchanged. Where the RFC leaves a choice, the answer chosen here is
 * named; 0 stands for silence.
 */
class TortureTest {

    private static Callee callee;

    @BeforeAll
    static void open() throws Exception {
        callee = Callee.answering();
    }

    @AfterAll
    static void close() {
        callee.close();
    }

    @ParameterizedTest
    @CsvSource({
        // 3.1.1 valid messages
        "wsinv, 481", // a To tag of a dialog that is not there
        "intmeth, 501",
        "esc01, 200",
        "escnull, 405",
        "esc02, 501",
        "lwsdisp, 200",
        "longreq, 200",
        "dblreq, 405",
        "semiuri, 200",
        "transports, 200",
        "mpart01, 405",
        "unreason, 0",
        "noreason, 0",
        // 3.1.2 invalid messages
        "badinv01, 400",
        "clerr, 400",
        "ncl, 400",
        "scalar02, 400",
        "scalarlg, 0",
        "quotbal, 400",
        "ltgtruri, 400",
        "lwsruri, 400",
        "lwsstart, 400",
        "trws, 400",
        "escruri, 400",
        "baddate, 200", // a Date of no use to us is not looked at
        "regbadct, 405",
        "badaspec, 400",
        "baddn, 400",
        "badvers, 505",
        "mismatch01, 400",
        "mismatch02, 501",
        "bigcode, 0",
        // 3.2 transaction layer
        "badbranch, 200",
        // 3.3 application layer
        "insuf, 400",
        "unkscm, 416",
        "novelsc, 416",
        "unksm2, 405",
        "bext01, 420",
        "invut, 415",
        "regaut01, 405",
        "multi01, 400",
        "mcl01, 400",
        "bcast, 0",
        "zeromf, 483",
        "cparam01, 405",
        "cparam02, 405",
        "regescrt, 405",
        "sdp01, 406",
        // 3.4 backward compatibility
        "inv2543, 200",
    })
    void shouldAnswerTortureMessageAndKeepServing(String name, int expected) throws Exception {
        try (RawPeer peer = new RawPeer(callee.endpoint.udpPort());
                RawPeer probe = new RawPeer(callee.endpoint.udpPort())) {
            peer.send(message(name));
            if (expected == 0) {
                assertThat(peer.silentUntilProbed()).isTrue();
            } else {
                assertThat(RawPeer.status(peer.receiveFinal())).isEqualTo(expected);
            }
            probe.call();
        }
    }

    private static String message(String name) throws Exception {
        try (InputStream in = TortureTest.class.getResourceAsStream("/rfc4475/" + name + ".dat")) {
            return new String(in.readAllBytes(), ISO_8859_1);
        }
    }
}
