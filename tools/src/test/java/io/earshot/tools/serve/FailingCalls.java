package io.earshot.tools.serve;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.tools.simulate.behaviour.Fault;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Ways for a call to fail, one after another; each ends with the call over or about to be. */
final class FailingCalls {
    /** A way for a call to fail. */
    @FunctionalInterface
    interface Way {
        void run(BridgeUnderTest bridge) throws Exception;
    }

    static final List<Way> ALL = List.of(
            FailingCalls::cancelledAtOnce,
            FailingCalls::cancelled,
            FailingCalls::cancelledTooLate,
            FailingCalls::refusedAndNotAcknowledged,
            FailingCalls::goneBeforeItsByeIsAnswered,
            FailingCalls::byeAtOnce,
            FailingCalls::ackLost,
            FailingCalls::noCodec,
            FailingCalls::nothingSent,
            FailingCalls::portsUsedUp,
            bridge -> transferFails(bridge, "503 Service Unavailable"),
            bridge -> transferFails(bridge, "202 Accepted"),
            FailingCalls::halfMessages,
            FailingCalls::voiceDiesInTheGreeting,
            bridge -> withFault(bridge, "deepgram:refuse"),
            bridge -> withFault(bridge, "deepgram:disconnect"),
            bridge -> withFault(bridge, "groq:refuse"),
            bridge -> withFault(bridge, "groq:stall"),
            bridge -> withFault(bridge, "cartesia:refuse"),
            bridge -> withFault(bridge, "cartesia:garbage"));

    private FailingCalls() {}

    /** CANCEL before anything of the bridge was read, and no ACK for its 487. */
    static void cancelledAtOnce(BridgeUnderTest bridge) throws Exception {
        try (HandPhone phone = new HandPhone(bridge.sipPort(), "agent")) {
            phone.send(phone.text("INVITE", "", phone.sdp("a=sendrecv")));
            phone.send(phone.text("CANCEL", "", ""));
            cancelledOrAnswered(phone);
        }
        BridgeUnderTest.untilTrue("the end of the call", () -> bridge.bridge.calls() == 0);
    }

    /** CANCEL while it rings, because the recogniser is not there yet, and no ACK for its 487. */
    static void cancelled(BridgeUnderTest bridge) throws Exception {
        bridge.simulators.faults().replace(List.of(Fault.parse("deepgram:stall")));
        try (HandPhone phone = new HandPhone(bridge.sipPort(), "agent")) {
            phone.send(phone.text("INVITE", "", phone.sdp("a=sendrecv")));
            until(phone, "SIP/2.0 180");
            phone.send(phone.text("CANCEL", "", ""));
            cancelledOrAnswered(phone);
        }
        BridgeUnderTest.untilTrue("the end of the call", () -> bridge.bridge.calls() == 0);
    }

    /** CANCEL when the call is answered already changes nothing (RFC 3261 section 9.2). */
    static void cancelledTooLate(BridgeUnderTest bridge) throws Exception {
        try (HandPhone phone = new HandPhone(bridge.sipPort(), "agent")) {
            String answer = phone.finalOf("INVITE", "", phone.sdp("a=sendrecv"));
            phone.send(phone.text("CANCEL", "", ""));
            phone.accepted(answer);
            phone.request("BYE", "", "");
        }
    }

    /** 488, and no ACK for it. */
    static void refusedAndNotAcknowledged(BridgeUnderTest bridge) throws Exception {
        try (HandPhone phone = new HandPhone(bridge.sipPort(), "agent")) {
            String[] media = {"m=audio 40000 RTP/AVP 18", "a=rtpmap:18 G729/8000"};
            assertThat(HandPhone.status(phone.finalOf("INVITE", "", phone.sdp(media))))
                    .isEqualTo(488);
        }
        BridgeUnderTest.untilTrue("the end of the call", () -> bridge.bridge.calls() == 0);
    }

    /** The bridge hangs up on a phone that is not there any more, so its BYE is repeated for 64*T1. */
    static void goneBeforeItsByeIsAnswered(BridgeUnderTest bridge) throws Exception {
        try (HandPhone phone = new HandPhone(bridge.sipPort(), "agent")) {
            phone.call();
            assertThat(bridge.send("POST", "/v1/calls/" + id(phone) + "/hangup", "{}"))
                    .isEqualTo(202);
        }
        BridgeUnderTest.untilTrue("the end of the call", () -> bridge.bridge.calls() == 0);
    }

    /** REFER is refused, or accepted and reported as failed; the call goes on. */
    static void transferFails(BridgeUnderTest bridge, String answer) throws Exception {
        try (HandPhone phone = new HandPhone(bridge.sipPort(), "agent")) {
            phone.call();
            assertThat(bridge.send(
                            "POST", "/v1/calls/" + id(phone) + "/transfer", "{\"to\":\"sip:colleague@127.0.0.1\"}"))
                    .isEqualTo(202);
            phone.expect("REFER", answer);
            phone.request("BYE", "", "");
        }
    }

    /** The voice's connection dies while it speaks the greeting. */
    static void voiceDiesInTheGreeting(BridgeUnderTest bridge) throws Exception {
        bridge.simulators.faults().replace(List.of(Fault.parse("cartesia:disconnect,times=1")));
        try (OutageCall call = new OutageCall(bridge.sipPort())) {
            call.connect();
            call.silenceAfterWords(1_000);
            call.hangUp(0);
        }
    }

    /** Half an INVITE by TCP, half an HTTP request: the peer goes away. */
    static void halfMessages(BridgeUnderTest bridge) throws Exception {
        byte[] invite = "INVITE sip:agent@127.0.0.1 SIP/2.0\r\nContent-Length: 500\r\n\r\nv=0".getBytes(US_ASCII);
        for (int i = 0; i < 10; i++) {
            half(bridge.sipPort(), invite);
            half(bridge.bridge.httpAddress().getPort(), "GET /metrics HTTP/1.1\r\nHost:".getBytes(US_ASCII));
        }
    }

    private static void half(int port, byte[] sent) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write(sent);
        }
    }

    private static String id(HandPhone phone) {
        return URLEncoder.encode(phone.callId, StandardCharsets.UTF_8);
    }

    /** A CANCEL may cross the answer: then there is a call, and it is ended (RFC 3261 section 9.1). */
    private static void cancelledOrAnswered(HandPhone phone) throws IOException {
        String message = phone.receive();
        while (!message.startsWith("SIP/2.0 487")) {
            if (message.startsWith("SIP/2.0 200")
                    && HandPhone.header(message, "CSeq").endsWith("INVITE")) {
                phone.accepted(message);
                phone.request("BYE", "", "");
                return;
            }
            message = phone.receive();
        }
    }

    private static void until(HandPhone phone, String begin) throws IOException {
        String message = phone.receive();
        while (!message.startsWith(begin)) {
            message = phone.receive();
        }
    }

    static void byeAtOnce(BridgeUnderTest bridge) throws Exception {
        try (HandPhone phone = new HandPhone(bridge.sipPort(), "agent")) {
            phone.call();
            phone.request("BYE", "", "");
        }
    }

    static void ackLost(BridgeUnderTest bridge) throws Exception {
        try (HandPhone phone = new HandPhone(bridge.sipPort(), "agent")) {
            phone.finalOf("INVITE", "", phone.sdp("a=sendrecv"));
            phone.expect("BYE", "200 OK");
        }
    }

    static void noCodec(BridgeUnderTest bridge) throws Exception {
        try (HandPhone phone = new HandPhone(bridge.sipPort(), "agent")) {
            String[] media = {"m=audio 40000 RTP/AVP 18", "a=rtpmap:18 G729/8000"};
            assertThat(HandPhone.status(phone.finalOf("INVITE", "", phone.sdp(media))))
                    .isEqualTo(488);
            phone.ack();
        }
    }

    static void nothingSent(BridgeUnderTest bridge) throws Exception {
        try (HandPhone phone = new HandPhone(bridge.sipPort(), "agent")) {
            phone.call();
            phone.expect("BYE", "200 OK");
        }
    }

    static void portsUsedUp(BridgeUnderTest bridge) throws Exception {
        List<HandPhone> phones = new ArrayList<>();
        try {
            int status = 200;
            for (int i = 0; i < 12 && status == 200; i++) {
                HandPhone phone = new HandPhone(bridge.sipPort(), "agent");
                String answer = phone.finalOf("INVITE", "", phone.sdp("a=sendrecv"));
                status = HandPhone.status(answer);
                if (status == 200) {
                    phones.add(phone);
                    phone.accepted(answer);
                } else {
                    phone.ack();
                    phone.close();
                }
            }
            assertThat(status).isGreaterThanOrEqualTo(480);
            for (HandPhone phone : phones) {
                phone.request("BYE", "", "");
            }
        } finally {
            phones.forEach(HandPhone::close);
        }
    }

    /** A caller speaks while a vendor fails, and hangs up. */
    static void withFault(BridgeUnderTest bridge, String fault) throws Exception {
        bridge.simulators.faults().replace(List.of(Fault.parse(fault)));
        try (OutageCall call = new OutageCall(bridge.sipPort())) {
            call.connect();
            call.silenceAfterWords(1_000);
            call.hangUp(0);
        }
    }
}
