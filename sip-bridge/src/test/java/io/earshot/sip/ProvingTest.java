package io.earshot.sip;

import static io.earshot.sip.RawPeer.header;
import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.media.secret.SecretText;
import io.earshot.sip.digest.DigestAccount;
import io.earshot.sip.digest.DigestCredentials;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a trunk that asks for proofs sees on the wire (RFC 3261 section 22). */
class ProvingTest {
    private Callee caller;
    private RawPeer peer;
    private final Recorder us = new Recorder();

    @BeforeEach
    void open() throws Exception {
        caller = Callee.passive();
        peer = new RawPeer(caller.endpoint.udpPort());
    }

    @AfterEach
    void close() {
        peer.close();
        caller.close();
    }

    private OutgoingRequest request() {
        return OutgoingRequest.udp("sip:100@127.0.0.1:" + peer.port(), "sip:us@127.0.0.1", "offer".getBytes());
    }

    private OutgoingCall place(String realm) {
        return caller.endpoint.call(
                request().withAccount(new DigestAccount("us", SecretText.of("open sesame"), realm)), us);
    }

    private String answer(String request, int code, String fields) {
        String to = header(request, "To");
        String contact = "Contact: <sip:them@127.0.0.1:" + peer.port() + ">\r\n";
        return ServerBehaviourTest.response(request, code, "Reason")
                .replace("To: " + to, to.contains("tag=") ? "To: " + to : "To: " + to + ";tag=them")
                .replace(
                        "Content-Length: 0\r\n",
                        (fields.contains("Contact:") ? "" : contact) + fields + "Content-Length: 0\r\n");
    }

    private static String challenge(int code, String realm, String nonce, String more) {
        return (code == 407 ? "Proxy-Authenticate" : "WWW-Authenticate") + ": Digest realm=\"" + realm + "\", nonce=\""
                + nonce + "\", qop=\"auth\", algorithm=SHA-256" + more + "\r\n";
    }

    private static Optional<DigestCredentials> proof(String request, int code) {
        return DigestCredentials.parse(header(request, code == 407 ? "Proxy-Authorization" : "Authorization"));
    }

    /** Refuses a request with a challenge; an INVITE's ACK is taken. */
    private void challenge(String request, int code, String fields) throws IOException {
        peer.send(answer(request, code, fields));
        if (request.startsWith("INVITE")) {
            assertThat(peer.receive()).startsWith("ACK ");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 407})
    void shouldSendTheInviteAgainWithAProof(int code) throws Exception {
        place("");
        String first = peer.receive();
        assertThat(first).doesNotContain("uthorization:");
        challenge(first, code, challenge(code, "carrier", "n1", ""));
        String second = peer.receive();
        assertThat(second).startsWith("INVITE sip:100@127.0.0.1").endsWith("offer");
        assertThat(header(second, "Call-ID")).isEqualTo(header(first, "Call-ID"));
        assertThat(header(second, "From")).isEqualTo(header(first, "From"));
        assertThat(header(second, "To")).isEqualTo(header(first, "To"));
        assertThat(header(second, "CSeq")).isEqualTo("2 INVITE");
        assertThat(header(second, "Via")).isNotEqualTo(header(first, "Via"));
        DigestCredentials sent = proof(second, code).orElseThrow();
        assertThat(sent.uri()).isEqualTo("sip:100@127.0.0.1:" + peer.port());
        assertThat(sent.count()).isEqualTo(1);
    }

    @Test
    void shouldProveWholeCallWithOneNonceThatCounts() throws Exception {
        OutgoingCall call = place("");
        challenge(peer.receive(), 407, challenge(407, "carrier", "n1", ""));
        String invite = peer.receive();
        peer.send(answer(invite, 200, ""));
        String ack = peer.receive();
        assertThat(header(ack, "CSeq")).isEqualTo("2 ACK");
        assertThat(header(ack, "Proxy-Authorization")).isEqualTo(header(invite, "Proxy-Authorization"));
        assertThat(us.next()).isEqualTo("answered ");
        caller.run(() -> call.reinvite("again".getBytes()));
        String again = peer.receive();
        assertThat(proof(again, 407).orElseThrow().count()).isEqualTo(2);
        challenge(again, 407, challenge(407, "carrier", "n2", ", stale=true"));
        String fresh = peer.receive();
        assertThat(proof(fresh, 407).orElseThrow().nonce()).isEqualTo("n2");
        assertThat(proof(fresh, 407).orElseThrow().count()).isEqualTo(1);
        assertThat(fresh).startsWith("INVITE ").endsWith("again");
        peer.send(answer(fresh, 200, ""));
        assertThat(peer.receive()).startsWith("ACK ");
        assertThat(us.next()).isEqualTo("accepted ");
        caller.run(() -> call.refer("sip:elsewhere@127.0.0.1"));
        String refer = peer.receive();
        challenge(refer, 407, challenge(407, "carrier", "n3", ""));
        String referred = peer.receive();
        assertThat(referred).startsWith("REFER ").contains("Refer-To:");
        assertThat(proof(referred, 407).orElseThrow().nonce()).isEqualTo("n3");
        peer.send(answer(referred, 403, ""));
        caller.run(call::bye);
        String bye = peer.receive();
        assertThat(bye).startsWith("BYE ");
        assertThat(proof(bye, 407).orElseThrow().count()).isEqualTo(2);
    }

    @Test
    void shouldTryAWrongPasswordOnce() throws Exception {
        place("");
        challenge(peer.receive(), 407, challenge(407, "carrier", "n1", ""));
        challenge(peer.receive(), 407, challenge(407, "carrier", "n2", ""));
        assertThat(us.next()).isEqualTo("unproved 407 CREDENTIALS_REFUSED");
        assertThat(peer.silentUntilProbed()).isTrue();
    }

    @Test
    void shouldProveOnceMoreWhenTheNonceWasStale() throws Exception {
        place("");
        challenge(peer.receive(), 407, challenge(407, "carrier", "n1", ""));
        challenge(peer.receive(), 407, challenge(407, "carrier", "n2", ", stale=true"));
        assertThat(proof(peer.receive(), 407).orElseThrow().nonce()).isEqualTo("n2");
    }

    /** Asked for its password in another realm (as in FreeSWITCH's leak of 2021), a caller must not answer. */
    @ParameterizedTest
    @CsvSource({"401, elsewhere", "407, elsewhere", "401, Carrier", "401, ''"})
    void shouldNotProveAByeToAForeignRealm(int code, String realm) throws Exception {
        OutgoingCall call = place("carrier");
        peer.send(answer(peer.receive(), 200, ""));
        assertThat(peer.receive()).startsWith("ACK ").doesNotContain("uthorization:");
        assertThat(us.next()).isEqualTo("answered ");
        caller.run(call::bye);
        String bye = peer.receive();
        assertThat(bye).doesNotContain("uthorization:");
        peer.send(answer(bye, code, challenge(code, realm, "n", "")));
        assertThat(us.next()).isEqualTo("local bye");
        assertThat(peer.silentUntilProbed()).isTrue();
    }

    @Test
    void shouldNotLearnARealmInsideADialog() throws Exception {
        OutgoingCall call = place("");
        peer.send(answer(peer.receive(), 200, ""));
        assertThat(peer.receive()).startsWith("ACK ");
        caller.run(call::bye);
        peer.send(answer(peer.receive(), 401, challenge(401, "carrier", "n", "")));
        assertThat(us.next()).isEqualTo("answered ");
        assertThat(us.next()).isEqualTo("local bye");
        assertThat(peer.silentUntilProbed()).isTrue();
    }

    /** The right realm is no proof of being the trunk: the Contact leads to somebody else. */
    @Test
    void shouldProveNothingToWhereAContactLeads() throws Exception {
        OutgoingCall call = place("carrier");
        challenge(peer.receive(), 407, challenge(407, "carrier", "n1", ""));
        try (RawPeer elsewhere = new RawPeer(caller.endpoint.udpPort())) {
            String contact = "Contact: <sip:them@127.0.0.1:" + elsewhere.port() + ">\r\n";
            peer.send(answer(peer.receive(), 200, contact));
            assertThat(elsewhere.receive()).startsWith("ACK ").doesNotContain("uthorization:");
            assertThat(us.next()).isEqualTo("answered ");
            caller.run(call::bye);
            String bye = elsewhere.receive();
            assertThat(bye).startsWith("BYE ").doesNotContain("uthorization:");
            elsewhere.send(answer(bye, 407, challenge(407, "carrier", "n2", "")));
            assertThat(us.next()).isEqualTo("local bye");
            assertThat(elsewhere.silentUntilProbed()).isTrue();
        }
    }

    @Test
    void shouldTakeAChallengeForARefusalWithoutAnAccount() throws Exception {
        caller.endpoint.call(request(), us);
        challenge(peer.receive(), 407, challenge(407, "carrier", "n1", ""));
        assertThat(us.next()).isEqualTo("rejected 407");
    }

    @Test
    void shouldCancelAnInviteThatWasProved() throws Exception {
        OutgoingCall call = place("");
        challenge(peer.receive(), 407, challenge(407, "carrier", "n1", ""));
        String invite = peer.receive();
        caller.run(call::cancel);
        peer.send(answer(invite, 180, ""));
        String cancel = peer.receive();
        assertThat(cancel).startsWith("CANCEL ");
        assertThat(header(cancel, "Via")).isEqualTo(header(invite, "Via"));
        peer.send(answer(cancel, 200, ""));
        peer.send(answer(invite, 487, ""));
        assertThat(us.next()).isEqualTo("rejected 487");
    }

    @Test
    void shouldFollowARedirectionOnlyWhereItMay() throws Exception {
        caller.endpoint.call(request().following(uri -> uri.contains("200@")), us);
        String first = peer.receive();
        String contacts =
                "Contact: <sip:900@127.0.0.1:" + peer.port() + ">, <sip:200@127.0.0.1:" + peer.port() + ">\r\n";
        challenge(first, 302, contacts);
        String second = peer.receive();
        assertThat(second).startsWith("INVITE sip:200@127.0.0.1:" + peer.port()).endsWith("offer");
        assertThat(header(second, "Call-ID")).isEqualTo(header(first, "Call-ID"));
        challenge(second, 302, "Contact: <sip:900@127.0.0.1:" + peer.port() + ">\r\n");
        assertThat(us.next()).isEqualTo("rejected 302");
    }

    @Test
    void shouldNotFollowRedirectionsForEver() throws Exception {
        caller.endpoint.call(request().following(_ -> true), us);
        for (int i = 0; i < 4; i++) {
            challenge(peer.receive(), 302, "Contact: <sip:200@127.0.0.1:" + peer.port() + ">\r\n");
        }
        assertThat(us.next()).isEqualTo("rejected 302");
    }
}
