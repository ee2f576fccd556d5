package io.earshot.sip;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.sip.transport.TransportLimits;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Streams that are torn, lying, too long, silent or too many (RFC 3261 section 18.3). */
class TcpTest {

    private static final TransportLimits HASTY = new TransportLimits(4096, Duration.ofMillis(150), 3, 3);

    private Callee callee;

    @AfterEach
    void close() {
        callee.close();
    }

    private void open(TransportLimits limits) throws IOException {
        callee = new Callee(
                SipConfig.loopback().withTransport(limits), Admission.OPEN, call -> call.answer("answer".getBytes()));
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), callee.endpoint.tcpPort());
        socket.setSoTimeout(5000);
        return socket;
    }

    private static String request(String method, String id, String extra, String body) {
        return method + " sip:agent@127.0.0.1 SIP/2.0\r\n"
                + "Via: SIP/2.0/TCP 127.0.0.1:5060;branch=z9hG4bK" + id + "\r\n"
                + "Max-Forwards: 70\r\nFrom: <sip:raw@127.0.0.1>;tag=raw\r\nTo: <sip:agent@127.0.0.1>\r\n"
                + "Call-ID: " + id + "\r\nCSeq: 1 " + method + "\r\nContact: <sip:raw@127.0.0.1;transport=tcp>\r\n"
                + extra + "Content-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private static String options(String id) {
        return request("OPTIONS", id, "", "");
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(ISO_8859_1));
    }

    /** One message without body, or what came before the end of the stream. */
    private static String receive(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder text = new StringBuilder();
        for (int b = in.read(); b >= 0; b = in.read()) {
            text.append((char) b);
            if (text.toString().endsWith("\r\n\r\n")) {
                return text.toString();
            }
        }
        return text.toString();
    }

    private void expectClosed(Socket socket) throws IOException {
        try {
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        } catch (java.net.SocketException reset) {
            assertThat(reset).hasMessageContaining("reset");
        }
    }

    @Test
    void shouldTakeMessageTornIntoSingleBytes() throws Exception {
        open(TransportLimits.defaults());
        try (Socket socket = connect()) {
            socket.setTcpNoDelay(true);
            for (byte b : options("torn").getBytes(ISO_8859_1)) {
                socket.getOutputStream().write(b);
            }
            assertThat(receive(socket)).startsWith("SIP/2.0 200");
        }
    }

    @Test
    void shouldTakeSeveralMessagesFromOneSegment() throws Exception {
        open(TransportLimits.defaults());
        try (Socket socket = connect()) {
            send(socket, "\r\n" + options("a") + "\r\n\r\n" + options("b") + options("c"));
            assertThat(receive(socket)).contains("Call-ID: a");
            assertThat(receive(socket)).contains("Call-ID: b");
            assertThat(receive(socket)).contains("Call-ID: c");
        }
    }

    @Test
    void shouldAnswerPing() throws Exception {
        open(TransportLimits.defaults());
        try (Socket socket = connect()) {
            send(socket, "\r\n\r\n");
            assertThat(socket.getInputStream().readNBytes(2)).isEqualTo("\r\n".getBytes());
        }
    }

    @Test
    void shouldRefuseAndCloseWhenLengthIsMissingOrMalformed() throws Exception {
        open(TransportLimits.defaults());
        for (String line : new String[] {"", "Content-Length: -1\r\n", "Content-Length: 1x\r\n", "l: 0\r\nl: 3\r\n"}) {
            try (Socket socket = connect()) {
                send(socket, options("len").replace("Content-Length: 0\r\n", line));
                assertThat(receive(socket)).startsWith("SIP/2.0 400");
                expectClosed(socket);
            }
        }
    }

    @Test
    void shouldRefuseAndCloseWhenGarbageFollowsShortLength() throws Exception {
        open(TransportLimits.defaults());
        try (Socket socket = connect()) {
            send(socket, options("short") + "surplus body bytes\r\n\r\n");
            assertThat(receive(socket)).startsWith("SIP/2.0 200");
            expectClosed(socket);
        }
    }

    @Test
    void shouldRefuseAndCloseWhenMessageIsTooLong() throws Exception {
        open(HASTY);
        try (Socket socket = connect()) {
            send(socket, options("long").replace("Content-Length: 0", "Content-Length: 70000"));
            assertThat(receive(socket)).startsWith("SIP/2.0 513");
            expectClosed(socket);
        }
        try (Socket socket = connect()) {
            send(socket, "OPTIONS sip:a SIP/2.0\r\nX: " + "x".repeat(5000));
            expectClosed(socket);
        }
    }

    @Test
    void shouldCloseSilentAndUnfinishedConnections() throws Exception {
        open(HASTY);
        try (Socket silent = connect();
                Socket unfinished = connect()) {
            send(unfinished, "OPTIONS sip:a SIP/2.0\r\nVia: ");
            expectClosed(silent);
            expectClosed(unfinished);
        }
        assertThat(callee.endpoint.counts().transport().connectionsTimedOut()).isEqualTo(2);
    }

    @Test
    void shouldKeepConnectionOfCallInSilence() throws Exception {
        open(HASTY);
        try (Socket socket = connect()) {
            send(socket, request("INVITE", "kept", "", ""));
            assertThat(receive(socket)).startsWith("SIP/2.0 100");
            assertThat(receive(socket)).startsWith("SIP/2.0 200");
            IncomingCall call = callee.nextCall();
            // The 200 is repeated after T1 = 500 ms, three times the connection's patience.
            socket.getInputStream().readNBytes("answer".length());
            assertThat(receive(socket)).startsWith("SIP/2.0 200");
            assertThat(call.transport()).isEqualTo("TCP");
        }
    }

    @Test
    void shouldRefuseConnectionsBeyondLimit() throws Exception {
        open(new TransportLimits(4096, Duration.ofSeconds(30), 2, 2));
        try (Socket first = connect();
                Socket second = connect()) {
            send(first, options("one"));
            assertThat(receive(first)).startsWith("SIP/2.0 200");
            send(second, options("two"));
            assertThat(receive(second)).startsWith("SIP/2.0 200");
            try (Socket third = connect()) {
                expectClosed(third);
            }
            assertThat(callee.endpoint.counts().transport().connectionsRefused())
                    .isEqualTo(1);
        }
    }

    @Test
    void shouldEndUnansweredCallsOfLostConnectionAndServeOthers() throws Exception {
        callee = Callee.passive();
        for (int i = 0; i < 20; i++) {
            try (Socket socket = connect()) {
                socket.setSoLinger(true, 0);
                for (int n = 0; n < 10; n++) {
                    send(socket, request("INVITE", "v" + i + "-" + n, "", ""));
                }
                assertThat(receive(socket)).startsWith("SIP/2.0 100");
            }
        }
        try (Socket socket = connect()) {
            send(socket, options("after"));
            assertThat(receive(socket)).startsWith("SIP/2.0 200");
        }
        Recorder recorder = callee.nextRecorder();
        assertThat(recorder.next()).isEqualTo("failed TRANSPORT");
    }
}
