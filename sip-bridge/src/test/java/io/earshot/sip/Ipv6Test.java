package io.earshot.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls over IPv6, where every host is a reference in brackets (RFC 5118). */
class Ipv6Test {

    @ParameterizedTest
    @ValueSource(strings = {"UDP", "TCP"})
    void shouldHoldWholeCall(String transport) throws Exception {
        SipConfig config = SipConfig.loopback().withAddress("::1", 0, 0);
        Recorder us = new Recorder();
        try (Callee callee = new Callee(config, Admission.OPEN, call -> call.answer("answer".getBytes()));
                Callee caller = new Callee(config, Admission.OPEN, call -> {})) {
            String target = "sip:agent@[::1]:" + callee.endpoint.udpPort();
            OutgoingCall call = caller.endpoint.call(
                    new OutgoingRequest(target, "sip:us@[::1]", "offer".getBytes(), List.of(), transport), us);
            assertThat(us.next()).isEqualTo("answered answer");
            Recorder them = callee.nextRecorder();
            assertThat(them.next()).isEqualTo("acknowledged ");
            caller.run(call::bye);
            assertThat(them.next()).isEqualTo("remote bye");
            assertThat(us.next()).isEqualTo("local bye");
        }
    }
}
