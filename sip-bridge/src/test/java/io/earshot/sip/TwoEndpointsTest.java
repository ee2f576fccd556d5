package io.earshot.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two endpoints calling each other over loopback. */
class TwoEndpointsTest {

    private Callee callee;
    private Callee caller;
    private final Recorder us = new Recorder();

    @BeforeEach
    void open() throws Exception {
        callee = Callee.passive();
        caller = Callee.passive();
    }

    @AfterEach
    void close() {
        caller.close();
        callee.close();
    }

    private OutgoingCall place(String transport, String sdp) {
        return caller.endpoint.call(
                new OutgoingRequest(
                        callee.uri(),
                        "sip:caller@127.0.0.1",
                        sdp.getBytes(),
                        List.of(new SipHeader("X-Trunk", "one")),
                        transport),
                us);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UDP", "TCP"})
    void shouldRingAnswerAndHangUp(String transport) throws Exception {
        OutgoingCall call = place(transport, "offer-sdp");
        IncomingCall incoming = callee.nextCall();
        Recorder them = callee.nextRecorder();
        assertThat(incoming.offer()).asString().isEqualTo("offer-sdp");
        assertThat(incoming.header("x-trunk")).contains("one");
        assertThat(incoming.toUser()).isEqualTo("agent");
        assertThat(incoming.fromUser()).isEqualTo("caller");
        assertThat(incoming.transport()).isEqualTo(transport);

        callee.run(incoming::ring);
        assertThat(us.next()).isEqualTo("progress 180 ");
        callee.run(() -> incoming.answer("answer-sdp".getBytes()));
        assertThat(us.next()).isEqualTo("answered answer-sdp");
        assertThat(them.next()).isEqualTo("acknowledged ");

        caller.run(() -> call.info("application/dtmf-relay", "Signal=1".getBytes()));
        assertThat(them.next()).isEqualTo("info application/dtmf-relay Signal=1");
        caller.run(() -> call.reinvite("hold".getBytes()));
        assertThat(them.next()).isEqualTo("offer hold");
        callee.run(() -> them.exchange.accept("held".getBytes()));
        assertThat(us.next()).isEqualTo("accepted held");
        assertThat(them.next()).isEqualTo("acknowledged ");
        callee.run(() -> incoming.reinvite("resume".getBytes()));
        assertThat(us.next()).isEqualTo("offer resume");
        caller.run(() -> us.exchange.accept("resumed".getBytes()));
        assertThat(them.next()).isEqualTo("accepted resumed");
        assertThat(us.next()).isEqualTo("acknowledged ");

        caller.run(() -> call.bye(List.of(new SipHeader("Reason", "Q.850;cause=16"))));
        assertThat(us.next()).isEqualTo("local bye");
        assertThat(them.next()).isEqualTo("remote bye Q.850;cause=16");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UDP", "TCP"})
    void shouldHangUpFromTheCalledSide(String transport) throws Exception {
        place(transport, "offer-sdp");
        IncomingCall incoming = callee.nextCall();
        Recorder them = callee.nextRecorder();
        callee.run(() -> incoming.answer("answer-sdp".getBytes()));
        assertThat(them.next()).isEqualTo("acknowledged ");
        callee.run(incoming::bye);
        assertThat(them.next()).isEqualTo("local bye");
        assertThat(us.next()).isEqualTo("answered answer-sdp");
        assertThat(us.next()).isEqualTo("remote bye");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UDP", "TCP"})
    void shouldBringTheAnswerInTheAckWhenTheInviteHasNoOffer(String transport) throws Exception {
        OutgoingCall call = place(transport, "");
        IncomingCall incoming = callee.nextCall();
        Recorder them = callee.nextRecorder();
        assertThat(incoming.offer()).isEmpty();
        callee.run(() -> incoming.answer("their-offer".getBytes()));
        assertThat(us.next()).isEqualTo("answered their-offer");
        caller.run(() -> call.ack("our-answer".getBytes()));
        assertThat(them.next()).isEqualTo("acknowledged our-answer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UDP", "TCP"})
    void shouldCancelBeforeTheAnswer(String transport) throws Exception {
        OutgoingCall call = place(transport, "offer-sdp");
        Recorder them = callee.nextRecorder();
        caller.run(call::cancel);
        assertThat(them.next()).isEqualTo("cancelled");
        assertThat(us.next()).isEqualTo("rejected 487");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UDP", "TCP"})
    void shouldTellTheRefusal(String transport) throws Exception {
        place(transport, "offer-sdp");
        IncomingCall incoming = callee.nextCall();
        Recorder them = callee.nextRecorder();
        callee.run(() -> incoming.reject(
                SipStatus.NOT_ACCEPTABLE_HERE, List.of(new SipHeader("Warning", "304 earshot \"no codec\""))));
        assertThat(us.next()).isEqualTo("rejected 488");
        assertThat(them.next()).isEqualTo("declined 488");
    }
}
