package io.earshot.sip;

import static io.earshot.sip.RawPeer.header;
import static io.earshot.sip.RawPeer.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a called party sees on the wire of a call that we place (RFC 3261 sections 9.1, 13.2, 14.1). */
class ClientBehaviourTest {

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

    private OutgoingCall place(String sdp) {
        return caller.endpoint.call(
                OutgoingRequest.udp("sip:them@127.0.0.1:" + peer.port(), "\"Us\" <sip:us@127.0.0.1>", sdp.getBytes()),
                us);
    }

    private String answer(String request, int code, String tag, String body) {
        String text = ServerBehaviourTest.response(request, code, "Reason");
        String to = header(request, "To");
        String type = body.isEmpty() ? "" : "Content-Type: application/sdp\r\n";
        String contact = type + "Contact: <sip:them@127.0.0.1:" + peer.port() + ">\r\n";
        return text.replace("To: " + to, to.contains("tag=") ? "To: " + to : "To: " + to + ";tag=" + tag)
                        .replace("Content-Length: 0\r\n", contact + "Content-Length: " + body.length() + "\r\n")
                + body;
    }

    @Test
    void shouldSendCompleteInvite() throws Exception {
        place("offer");
        String invite = peer.receive();
        assertThat(invite)
                .startsWith("INVITE sip:them@127.0.0.1:" + peer.port() + " SIP/2.0")
                .endsWith("offer");
        assertThat(header(invite, "Via")).contains("rport").contains("branch=z9hG4bK");
        assertThat(header(invite, "From")).startsWith("\"Us\" <sip:us@127.0.0.1>;tag=");
        assertThat(header(invite, "To")).isEqualTo("<sip:them@127.0.0.1:" + peer.port() + ">");
        assertThat(header(invite, "Max-Forwards")).isEqualTo("70");
        assertThat(header(invite, "Contact")).contains("127.0.0.1:" + caller.endpoint.udpPort());
        assertThat(header(invite, "Content-Type")).isEqualTo("application/sdp");
    }

    @Test
    void shouldAcknowledgeEveryRepetitionOfAnswerAndTellItOnce() throws Exception {
        place("offer");
        String ok = answer(peer.receive(), 200, "them", "answer");
        peer.send(ok);
        String ack = peer.receive();
        assertThat(ack).startsWith("ACK sip:them@127.0.0.1:" + peer.port());
        assertThat(header(ack, "CSeq")).isEqualTo("1 ACK");
        peer.send(ok);
        assertThat(peer.receive()).isEqualTo(ack);
        assertThat(us.next()).isEqualTo("answered answer");
        assertThat(us.events).isEmpty();
    }

    @Test
    void shouldHangUpAnswerOfSecondBranch() throws Exception {
        place("offer");
        String invite = peer.receive();
        peer.send(answer(invite, 200, "first", "answer"));
        assertThat(peer.receive()).startsWith("ACK ");
        peer.send(answer(invite, 200, "second", "answer"));
        String ack = peer.receive();
        assertThat(ack).startsWith("ACK ");
        assertThat(header(ack, "To")).endsWith("tag=second");
        String bye = peer.receive();
        assertThat(bye).startsWith("BYE ");
        assertThat(header(bye, "To")).endsWith("tag=second");
        assertThat(us.next()).isEqualTo("answered answer");
        assertThat(us.events).isEmpty();
    }

    @Test
    void shouldTakeByeThatFollowsAnswerAtOnce() throws Exception {
        place("offer");
        String invite = peer.receive();
        CountDownLatch busy = new CountDownLatch(1);
        caller.run(() -> awaitQuietly(busy));
        peer.send(answer(invite, 200, "them", "answer"));
        String bye = ServerBehaviourTest.response(invite, 200, "x")
                .replaceFirst("SIP/2.0 200 x", "BYE sip:us@127.0.0.1 SIP/2.0")
                .replace("From: ", "Swap: ")
                .replace("To: ", "From: ")
                .replace("Swap: ", "To: ")
                .replace("INVITE", "BYE")
                .replaceFirst("(?m)^From: <([^>]*)>", "From: <$1>;tag=them")
                .replaceFirst(
                        "(?m)^Via: .*;branch=", "Via: SIP/2.0/UDP 127.0.0.1:" + peer.port() + ";branch=z9hG4bKbye");
        peer.send(bye);
        peer.send(peer.request("OPTIONS", ""));
        assertThat(header(peer.receive(), "CSeq")).endsWith("OPTIONS");
        busy.countDown();
        assertThat(peer.receive()).startsWith("ACK ");
        assertThat(status(peer.receive())).isEqualTo(200);
        assertThat(us.next()).isEqualTo("answered answer");
        assertThat(us.next()).isEqualTo("remote bye");
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void shouldIgnoreResponseMeantForSomeoneElse() throws Exception {
        place("offer");
        String invite = peer.receive();
        String via = "Via: " + header(invite, "Via") + "\r\n";
        peer.send(answer(invite, 486, "them", "").replace(via, via + via));
        peer.send(answer(invite, 183, "them", "early"));
        assertThat(us.next()).isEqualTo("progress 183 early");
    }

    @Test
    void shouldTellEarlyMedia() throws Exception {
        place("offer");
        peer.send(answer(peer.receive(), 183, "them", "early"));
        assertThat(us.next()).isEqualTo("progress 183 early");
    }

    @Test
    void shouldHoldCancelBackUntilPeerHasShownThatItGotInvite() throws Exception {
        OutgoingCall call = place("offer");
        String invite = peer.receive();
        caller.run(call::cancel);
        peer.send(answer(invite, 100, "them", ""));
        String cancel = peer.receive();
        assertThat(cancel).startsWith("CANCEL ");
        assertThat(header(cancel, "Via")).isEqualTo(header(invite, "Via"));
        peer.send(answer(cancel, 200, "them", ""));
        peer.send(answer(invite, 487, "them", ""));
        assertThat(peer.receive()).startsWith("ACK ");
        assertThat(us.next()).isEqualTo("rejected 487");
    }

    @Test
    void shouldHangUpAnswerThatCrossesCancel() throws Exception {
        OutgoingCall call = place("offer");
        String invite = peer.receive();
        peer.send(answer(invite, 180, "them", ""));
        assertThat(us.next()).isEqualTo("progress 180 ");
        caller.run(call::cancel);
        assertThat(peer.receive()).startsWith("CANCEL ");
        peer.send(answer(invite, 200, "them", "answer"));
        assertThat(peer.receive()).startsWith("ACK ");
        assertThat(peer.receive()).startsWith("BYE ");
        assertThat(us.next()).isEqualTo("local bye");
    }

    @Test
    void shouldAcknowledgeRefusal() throws Exception {
        place("offer");
        String invite = peer.receive();
        peer.send(answer(invite, 486, "them", ""));
        String ack = peer.receive();
        assertThat(ack).startsWith("ACK ");
        assertThat(header(ack, "Via")).isEqualTo(header(invite, "Via"));
        assertThat(us.next()).isEqualTo("rejected 486");
        assertThat(caller.endpoint.counts().callsAlive()).isZero();
    }

    @Test
    void shouldReverseRecordedRoutes() throws Exception {
        OutgoingCall call = place("offer");
        String recorded = "Record-Route: <sip:127.0.0.1:1;lr>, <sip:127.0.0.1:" + peer.port() + ";lr>\r\n";
        peer.send(answer(peer.receive(), 200, "them", "answer").replace("Contact:", recorded + "Contact:"));
        String ack = peer.receive();
        assertThat(ack.indexOf(":" + peer.port() + ";lr"))
                .isLessThan(ack.indexOf(":1;lr"))
                .isPositive();
        assertThat(us.next()).isEqualTo("answered answer");
        assertThat(call.established()).isTrue();
    }

    @Test
    void shouldEndCallWhosePeerHasForgottenIt() throws Exception {
        OutgoingCall call = place("offer");
        peer.send(answer(peer.receive(), 200, "them", "answer"));
        peer.receive();
        assertThat(us.next()).isEqualTo("answered answer");
        caller.run(() -> call.info("text/plain", "x".getBytes()));
        peer.send(answer(peer.receive(), 481, "them", ""));
        assertThat(peer.receive()).startsWith("BYE ");
        assertThat(us.next()).isEqualTo("failed NO_RESPONSE");
    }

    @Test
    void shouldFailAtOnceWhenNobodyListensOnTcp() throws Exception {
        try (java.net.ServerSocket taken = new java.net.ServerSocket(0)) {
            int free = taken.getLocalPort();
            taken.close();
            caller.endpoint.call(
                    new OutgoingRequest("sip:x@127.0.0.1:" + free, "sip:us@127.0.0.1", new byte[0], List.of(), "TCP"),
                    us);
            assertThat(us.next()).isEqualTo("failed TRANSPORT");
        }
    }

    @Test
    void shouldRefuseMalformedTargetsAndHeaders() {
        assertThatThrownBy(() ->
                        caller.endpoint.call(OutgoingRequest.udp("sip:a b@", "sip:us@127.0.0.1", new byte[0]), us))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SipHeader("X-Evil", "a\r\nVia: b")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> caller.endpoint.call(
                        new OutgoingRequest(
                                "sip:a@127.0.0.1",
                                "sip:us@127.0.0.1",
                                new byte[0],
                                List.of(new SipHeader("Via", "x")),
                                "UDP"),
                        us))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldRetryReinviteAfterGlare() throws Exception {
        peer.send(peer.request("INVITE", ""));
        IncomingCall call = caller.nextCall();
        caller.run(() -> call.answer(new byte[0]));
        peer.toTag = RawPeer.tag(peer.receiveFinal());
        peer.ack();
        assertThat(caller.nextRecorder().next()).isEqualTo("acknowledged ");
        caller.run(() -> call.reinvite("ours".getBytes()));
        String first = peer.receive();
        peer.send(answer(first, 491, "raw", ""));
        assertThat(peer.receive()).startsWith("ACK ");
        String second = peer.receive();
        assertThat(second).startsWith("INVITE ").endsWith("ours");
        assertThat(header(second, "CSeq")).isNotEqualTo(header(first, "CSeq"));
    }

    @Test
    void shouldNotMistakeStatusOfResponse() throws Exception {
        place("offer");
        String invite = peer.receive();
        peer.send(
                answer(invite, 200, "them", "answer").replace(header(invite, "From"), "<sip:us@127.0.0.1>;tag=other"));
        peer.send(answer(invite, 486, "them", ""));
        assertThat(status(answer(invite, 486, "them", ""))).isEqualTo(486);
        assertThat(us.next()).isEqualTo("rejected 486");
    }
}
