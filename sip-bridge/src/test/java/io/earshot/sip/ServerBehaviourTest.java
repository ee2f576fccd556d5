package io.earshot.sip;

import static io.earshot.sip.RawPeer.header;
import static io.earshot.sip.RawPeer.status;
import static io.earshot.sip.RawPeer.tag;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a caller sees on the wire, request by request (RFC 3261 sections 8.2, 9.2, 12.2.2, 13.3, 17.2). */
class ServerBehaviourTest {

    private Callee callee;
    private RawPeer peer;

    @BeforeEach
    void open() throws Exception {
        callee = Callee.passive();
        peer = new RawPeer(callee.endpoint.udpPort());
    }

    @AfterEach
    void close() {
        peer.close();
        callee.close();
    }

    private void answer() throws Exception {
        IncomingCall call = callee.nextCall();
        callee.run(() -> call.answer("answer".getBytes()));
    }

    private Recorder establish() throws Exception {
        peer.send(peer.request("INVITE", ""));
        answer();
        peer.toTag = tag(peer.receiveFinal());
        peer.ack();
        Recorder recorder = callee.nextRecorder();
        assertThat(recorder.next()).isEqualTo("acknowledged ");
        peer.next();
        return recorder;
    }

    @Test
    void shouldSend100AtOnceWithoutTag() throws Exception {
        peer.send(peer.request("INVITE", ""));
        String trying = peer.receive();
        assertThat(status(trying)).isEqualTo(100);
        assertThat(tag(trying)).isEmpty();
    }

    @Test
    void shouldPutTagContactAllowAndRecordRouteIntoAnswer() throws Exception {
        peer.send(peer.request("INVITE", "Record-Route: <sip:127.0.0.1:" + peer.port() + ";lr>\r\n"));
        answer();
        String ok = peer.receiveFinal();
        assertThat(tag(ok)).isNotEmpty();
        assertThat(header(ok, "Contact")).isEqualTo("<sip:127.0.0.1:" + callee.endpoint.udpPort() + ">");
        assertThat(header(ok, "Allow")).contains("INVITE", "INFO", "UPDATE");
        assertThat(header(ok, "Record-Route")).contains("lr");
        assertThat(header(ok, "Content-Type")).isEqualTo("application/sdp");
        assertThat(ok).endsWith("\r\n\r\nanswer");
    }

    @Test
    void shouldKeepSameTagInAllResponsesOfInvite() throws Exception {
        peer.send(peer.request("INVITE", ""));
        IncomingCall call = callee.nextCall();
        callee.run(call::ring);
        callee.run(() -> call.progress(SipStatus.SESSION_PROGRESS, "early".getBytes()));
        callee.run(() -> call.reject(SipStatus.BUSY_HERE));
        peer.receive();
        String ringing = peer.receive();
        String progress = peer.receive();
        String busy = peer.receive();
        assertThat(List.of(status(ringing), status(progress), status(busy))).containsExactly(180, 183, 486);
        assertThat(tag(ringing)).isNotEmpty().isEqualTo(tag(progress)).isEqualTo(tag(busy));
        assertThat(progress).endsWith("early");
    }

    @Test
    void shouldReplayLastResponseToRetransmittedInvite() throws Exception {
        String invite = peer.request("INVITE", "");
        peer.send(invite);
        IncomingCall call = callee.nextCall();
        callee.run(call::ring);
        peer.receive();
        String ringing = peer.receive();
        peer.send(invite);
        assertThat(peer.receive()).isEqualTo(ringing);
        assertThat(callee.calls).isEmpty();
    }

    @Test
    void shouldReplayFinalResponseToRetransmittedInvite() throws Exception {
        String invite = peer.request("INVITE", "");
        peer.send(invite);
        IncomingCall call = callee.nextCall();
        callee.run(() -> call.reject(SipStatus.BUSY_HERE));
        String busy = peer.receiveFinal();
        peer.send(invite);
        assertThat(peer.receiveFinal()).isEqualTo(busy);
        assertThat(callee.calls).isEmpty();
    }

    @Test
    void shouldRepeat200UntilAckComes() throws Exception {
        callee.close();
        callee = new Callee(
                SipConfig.loopback().withT1(java.time.Duration.ofMillis(20)),
                Admission.OPEN,
                call -> call.answer(new byte[0]));
        try (RawPeer lossy = new RawPeer(callee.endpoint.udpPort())) {
            String first = lossy.invite("");
            assertThat(lossy.receiveFinal()).isEqualTo(first);
            assertThat(lossy.receiveFinal()).isEqualTo(first);
            lossy.ack();
            assertThat(callee.nextRecorder().next()).isEqualTo("acknowledged ");
        }
    }

    @Test
    void shouldHangUpWhenAckNeverComes() throws Exception {
        callee.close();
        callee = new Callee(
                SipConfig.loopback().withT1(java.time.Duration.ofMillis(10)),
                Admission.OPEN,
                call -> call.answer(new byte[0]));
        try (RawPeer silent = new RawPeer(callee.endpoint.udpPort())) {
            silent.invite("");
            String message = silent.receive();
            while (!message.startsWith("BYE ")) {
                assertThat(status(message)).isEqualTo(200);
                message = silent.receive();
            }
            assertThat(callee.nextRecorder().next()).isEqualTo("failed ACK_MISSING");
            assertThat(callee.endpoint.counts().acksMissed()).isEqualTo(1);
        }
    }

    @Test
    void shouldDetectMergedInvite() throws Exception {
        peer.send(peer.request("INVITE", ""));
        callee.nextCall();
        peer.receive();
        peer.branch += "other";
        peer.send(peer.request("INVITE", ""));
        assertThat(status(peer.receiveFinal())).isEqualTo(482);
    }

    @Test
    void shouldAnswer487AfterCancel() throws Exception {
        peer.send(peer.request("INVITE", ""));
        Recorder recorder = callee.nextRecorder();
        peer.receive();
        peer.send(peer.request("CANCEL", "Reason: SIP;cause=200;text=\"Call completed elsewhere\"\r\n"));
        List<Integer> finals = List.of(status(peer.receiveFinal()), status(peer.receiveFinal()));
        assertThat(finals).containsExactlyInAnyOrder(200, 487);
        assertThat(recorder.next()).startsWith("cancelled SIP");
        peer.send(peer.request("ACK", ""));
        assertThat(peer.silentUntilProbed()).isTrue();
    }

    @Test
    void shouldAnswer200ToCancelThatComesAfterAnswerAndKeepCall() throws Exception {
        peer.send(peer.request("INVITE", ""));
        answer();
        peer.toTag = tag(peer.receiveFinal());
        String tagOfCall = peer.toTag;
        peer.toTag = "";
        peer.send(peer.request("CANCEL", ""));
        String cancelled = peer.receiveFinal();
        assertThat(header(cancelled, "CSeq")).endsWith("CANCEL");
        assertThat(status(cancelled)).isEqualTo(200);
        peer.toTag = tagOfCall;
        peer.ack();
        assertThat(callee.nextRecorder().next()).isEqualTo("acknowledged ");
    }

    @Test
    void shouldAnswer481ToCancelOfNothing() throws Exception {
        peer.send(peer.request("CANCEL", ""));
        assertThat(status(peer.receiveFinal())).isEqualTo(481);
    }

    @ParameterizedTest
    @CsvSource({"BYE", "INFO", "UPDATE", "NOTIFY", "INVITE", "OPTIONS", "REFER"})
    void shouldAnswer481OutsideAnyDialog(String method) throws Exception {
        peer.toTag = "nobody";
        peer.send(peer.request(method, ""));
        assertThat(status(peer.receiveFinal())).isEqualTo(481);
    }

    @Test
    void shouldStaySilentToAckOfNothing() throws Exception {
        peer.toTag = "nobody";
        peer.send(peer.request("ACK", ""));
        assertThat(peer.silentUntilProbed()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "REGISTER, 405",
        "SUBSCRIBE, 405",
        "PUBLISH, 405",
        "MESSAGE, 405",
        "PRACK, 405",
        "REFER, 405",
        "FROBNICATE, 501"
    })
    void shouldRefuseMethodAndSayWhatIsAllowed(String method, int expected) throws Exception {
        peer.send(peer.request(method, ""));
        String refusal = peer.receiveFinal();
        assertThat(status(refusal)).isEqualTo(expected);
        assertThat(header(refusal, "Allow")).contains("INVITE").contains("BYE");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Require: 100rel, timer        | 420",
                "Max-Forwards: 0               | 483",
                "Max-Forwards: 256             | 400",
                "Content-Type: text/plain      | 415",
                "Content-Encoding: gzip        | 415",
                "Accept: text/html             | 406",
                "Content-Length: 4000          | 400",
                "From: <sip:second@127.0.0.1>  | 400"
            })
    void shouldRefuseInviteThatItCannotServe(String line, int expected) throws Exception {
        peer.send(peer.request("INVITE", line.strip() + "\r\n"));
        String refusal = peer.receiveFinal();
        assertThat(status(refusal)).isEqualTo(expected);
        assertThat(tag(refusal)).isNotEmpty();
    }

    @Test
    void shouldFindOfferAmongPartsOfMultipartBody() throws Exception {
        String parts = "--b\r\nContent-Type: application/pidf+xml\r\n\r\n<a/>\r\n"
                + "--b\r\nContent-Type: application/sdp\r\n\r\nv=0\r\no=x\r\n--b--\r\n";
        peer.send(peer.request("INVITE", "Content-Type: multipart/mixed;boundary=\"b\"\r\n", parts));
        assertThat(callee.nextCall().offer()).asString().isEqualTo("v=0\r\no=x");
    }

    @Test
    void shouldTakeOptionalBodyOfUnknownTypeAsNone() throws Exception {
        String lines = "Content-Type: application/isup\r\nContent-Disposition: signal;handling=optional\r\n";
        peer.send(peer.request("INVITE", lines, "bytes"));
        assertThat(callee.nextCall().offer()).isEmpty();
    }

    @Test
    void shouldRefuseMultipartBodyWithoutOffer() throws Exception {
        peer.send(peer.request("INVITE", "Content-Type: multipart/mixed;boundary=b\r\n", "--b\r\n\r\nx\r\n--b--\r\n"));
        assertThat(status(peer.receiveFinal())).isEqualTo(415);
    }

    @Test
    void shouldPutOffUpdateUntilInviteIsAnswered() throws Exception {
        peer.send(peer.request("INVITE", ""));
        IncomingCall call = callee.nextCall();
        callee.run(call::ring);
        peer.receive();
        peer.toTag = tag(peer.receive());
        peer.next();
        peer.send(peer.request("UPDATE", "", "early"));
        assertThat(status(peer.receiveFinal())).isEqualTo(491);
    }

    @Test
    void shouldNameUnsupportedExtensions() throws Exception {
        peer.send(peer.request("INVITE", "Require: 100rel, timer\r\n"));
        assertThat(peer.receiveFinal()).contains("Unsupported: 100rel", "Unsupported: timer");
    }

    @Test
    void shouldRefuseForeignVersionAndScheme() throws Exception {
        peer.send(peer.request("OPTIONS", "").replaceFirst("SIP/2.0", "SIP/3.0"));
        assertThat(status(peer.receiveFinal())).isEqualTo(505);
        peer.next();
        peer.send(peer.request("OPTIONS", "").replaceFirst("sip:agent@127.0.0.1", "mailto:agent@127.0.0.1"));
        assertThat(status(peer.receiveFinal())).isEqualTo(416);
    }

    @Test
    void shouldAnswerOptionsWithWhatItCanDo() throws Exception {
        peer.send(peer.request("OPTIONS", ""));
        String ok = peer.receiveFinal();
        assertThat(status(ok)).isEqualTo(200);
        assertThat(header(ok, "Accept")).isEqualTo("application/sdp");
        assertThat(header(ok, "Allow")).contains("INVITE");
    }

    @Test
    void shouldAnswerByeAlwaysAndTellReason() throws Exception {
        Recorder recorder = establish();
        peer.send(peer.request("BYE", "Reason: Q.850;cause=16\r\n"));
        assertThat(status(peer.receiveFinal())).isEqualTo(200);
        assertThat(recorder.next()).isEqualTo("remote bye Q.850;cause=16");
        peer.next();
        peer.send(peer.request("BYE", ""));
        assertThat(status(peer.receiveFinal())).isEqualTo(481);
    }

    @Test
    void shouldAnswerByeBeforeAckAndBeforeAnswer() throws Exception {
        peer.send(peer.request("INVITE", ""));
        IncomingCall call = callee.nextCall();
        callee.run(call::ring);
        peer.receive();
        peer.toTag = tag(peer.receive());
        peer.next();
        peer.send(peer.request("BYE", ""));
        assertThat(List.of(status(peer.receiveFinal()), status(peer.receiveFinal())))
                .containsExactlyInAnyOrder(200, 487);
        assertThat(callee.nextRecorder().next()).isEqualTo("remote bye");
    }

    @Test
    void shouldRefuseStaleSequenceNumber() throws Exception {
        establish();
        peer.cseq = 0;
        peer.send(peer.request("INFO", ""));
        assertThat(status(peer.receiveFinal())).isEqualTo(500);
    }

    @Test
    void shouldRefuseDialogRequestWithForeignFromTag() throws Exception {
        establish();
        peer.send(peer.request("BYE", "").replace("tag=raw", "tag=stranger"));
        assertThat(status(peer.receiveFinal())).isEqualTo(481);
    }

    @Test
    void shouldHandOnReinviteAndRepeatItsAnswer() throws Exception {
        Recorder recorder = establish();
        peer.send(peer.request("INVITE", "", "hold"));
        assertThat(recorder.next()).isEqualTo("offer hold");
        callee.run(() -> recorder.exchange.accept("held".getBytes()));
        assertThat(peer.receiveFinal()).endsWith("held");
        peer.ack();
        assertThat(recorder.next()).isEqualTo("acknowledged ");
    }

    @Test
    void shouldRefuseSecondReinviteWhileFirstIsOpen() throws Exception {
        Recorder recorder = establish();
        peer.send(peer.request("INVITE", "", "first"));
        assertThat(recorder.next()).isEqualTo("offer first");
        peer.next();
        peer.send(peer.request("INVITE", "", "second"));
        String refusal = peer.receiveFinal();
        assertThat(status(refusal)).isEqualTo(500);
        assertThat(header(refusal, "Retry-After")).isNotEmpty();
    }

    @Test
    void shouldRefuseReinviteThatMeetsOurs() throws Exception {
        peer.send(peer.request("INVITE", ""));
        IncomingCall call = callee.nextCall();
        callee.run(() -> call.answer(new byte[0]));
        peer.toTag = tag(peer.receiveFinal());
        peer.ack();
        assertThat(callee.nextRecorder().next()).isEqualTo("acknowledged ");
        peer.next();
        callee.run(() -> call.reinvite("ours".getBytes()));
        assertThat(peer.receive()).startsWith("INVITE ").endsWith("ours");
        peer.send(peer.request("INVITE", "", "theirs"));
        assertThat(status(peer.receiveFinal())).isEqualTo(491);
    }

    @Test
    void shouldKeepCallWhenReinviteIsRefused() throws Exception {
        Recorder recorder = establish();
        peer.send(peer.request("INVITE", "", "odd"));
        assertThat(recorder.next()).isEqualTo("offer odd");
        callee.run(() -> recorder.exchange.reject(SipStatus.NOT_ACCEPTABLE_HERE));
        assertThat(status(peer.receiveFinal())).isEqualTo(488);
        peer.send(peer.request("ACK", ""));
        peer.next();
        peer.send(peer.request("INFO", "Content-Type: application/dtmf-relay\r\n", "Signal=5"));
        assertThat(status(peer.receiveFinal())).isEqualTo(200);
        assertThat(recorder.next()).isEqualTo("info application/dtmf-relay Signal=5");
    }

    @Test
    void shouldTreatUpdateLikeReinvite() throws Exception {
        Recorder recorder = establish();
        peer.send(peer.request("UPDATE", "", "changed"));
        assertThat(recorder.next()).isEqualTo("offer changed");
        callee.run(() -> recorder.exchange.accept("agreed".getBytes()));
        assertThat(peer.receiveFinal()).endsWith("agreed");
        peer.next();
        peer.send(peer.request("UPDATE", ""));
        assertThat(status(peer.receiveFinal())).isEqualTo(200);
    }

    @Test
    void shouldDeclineReferInDialog() throws Exception {
        establish();
        peer.send(peer.request("REFER", "Refer-To: <sip:other@127.0.0.1>\r\n"));
        assertThat(status(peer.receiveFinal())).isEqualTo(603);
    }

    @Test
    void shouldReportProgressOfOurRefer() throws Exception {
        peer.send(peer.request("INVITE", ""));
        IncomingCall call = callee.nextCall();
        callee.run(() -> call.answer(new byte[0]));
        peer.toTag = tag(peer.receiveFinal());
        peer.ack();
        Recorder recorder = callee.nextRecorder();
        assertThat(recorder.next()).isEqualTo("acknowledged ");
        callee.run(() -> call.refer("sip:human@127.0.0.1"));
        String refer = peer.receive();
        assertThat(refer).startsWith("REFER ").contains("Refer-To: <sip:human@127.0.0.1>");
        peer.send(response(refer, 202, "Accepted"));
        peer.next();
        String notify = "Event: refer\r\nSubscription-State: active\r\nContent-Type: message/sipfrag\r\n";
        peer.send(peer.request("NOTIFY", notify, "SIP/2.0 180 Ringing"));
        assertThat(status(peer.receiveFinal())).isEqualTo(200);
        assertThat(recorder.next()).isEqualTo("refer 180");
        peer.next();
        peer.send(peer.request("NOTIFY", notify.replace("active", "terminated"), "SIP/2.0 200 OK"));
        assertThat(recorder.next()).isEqualTo("refer 200 last");
    }

    @Test
    void shouldHangUpOnlyAfterAck() throws Exception {
        peer.send(peer.request("INVITE", ""));
        IncomingCall call = callee.nextCall();
        callee.run(() -> call.answer(new byte[0]));
        callee.run(call::bye);
        peer.toTag = tag(peer.receiveFinal());
        assertThat(peer.silentUntilProbed()).isTrue();
        peer.ack();
        assertThat(peer.receive()).startsWith("BYE ");
    }

    @Test
    void shouldSendRequestsAlongRouteSet() throws Exception {
        try (RawPeer proxy = new RawPeer(callee.endpoint.udpPort())) {
            peer.send(peer.request("INVITE", "Record-Route: <sip:127.0.0.1:" + proxy.port() + ";lr>\r\n"));
            IncomingCall call = callee.nextCall();
            callee.run(() -> call.answer(new byte[0]));
            peer.toTag = tag(peer.receiveFinal());
            peer.ack();
            callee.nextRecorder().next();
            callee.run(call::bye);
            String bye = proxy.receive();
            assertThat(bye).startsWith("BYE sip:raw@127.0.0.1:" + peer.port() + " SIP/2.0");
            assertThat(header(bye, "Route")).contains("127.0.0.1:" + proxy.port());
        }
    }

    @Test
    void shouldFillRportAndReceived() throws Exception {
        peer.send(peer.request("OPTIONS", "").replace("UDP 127.0.0.1:" + peer.port(), "UDP 192.0.2.7:9;rport"));
        String via = header(peer.receiveFinal(), "Via");
        assertThat(via).contains("received=127.0.0.1").contains("rport=" + peer.port());
    }

    @Test
    void shouldAnswerSourceWhenViaNamesAnotherHost() throws Exception {
        peer.send(peer.request("INVITE", "").replace("UDP 127.0.0.1:" + peer.port(), "UDP 192.0.2.7:9"));
        assertThat(status(peer.receive())).isEqualTo(100);
        answer();
        assertThat(status(peer.receiveFinal())).isEqualTo(200);
    }

    @Test
    void shouldAnswerPortThatViaNames() throws Exception {
        try (RawPeer listener = new RawPeer(callee.endpoint.udpPort())) {
            peer.send(peer.request("OPTIONS", "")
                    .replace(":" + peer.port() + ";branch", ":" + listener.port() + ";branch"));
            assertThat(status(listener.receiveFinal())).isEqualTo(200);
        }
    }

    @Test
    void shouldTellApartTwoClientsWithSameBranch() throws Exception {
        try (RawPeer twin = new RawPeer(callee.endpoint.udpPort())) {
            twin.branch = peer.branch;
            peer.send(peer.request("INVITE", ""));
            twin.send(twin.request("INVITE", ""));
            assertThat(callee.nextCall()).isNotNull();
            assertThat(callee.nextCall()).isNotNull();
        }
    }

    static String response(String request, int code, String phrase) {
        StringBuilder text = new StringBuilder("SIP/2.0 " + code + " " + phrase + "\r\n");
        for (String name : List.of("Via", "From", "To", "Call-ID", "CSeq")) {
            text.append(name).append(": ").append(header(request, name)).append("\r\n");
        }
        return text.append("Content-Length: 0\r\n\r\n").toString();
    }
}
