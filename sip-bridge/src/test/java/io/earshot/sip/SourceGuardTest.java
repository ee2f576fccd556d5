package io.earshot.sip;

import static io.earshot.sip.RawPeer.status;
import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.sip.transport.SourceGuard;
import io.earshot.sip.transport.SourceGuard.Fault;
import io.earshot.sip.transport.SourceKey;
import io.earshot.sip.wire.MessageTap;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What the guard at the sockets is asked and told. */
class SourceGuardTest {
    private final BlockingQueue<Fault> faults = new LinkedBlockingQueue<>();
    private volatile boolean open = true;

    private final SourceGuard guard = new SourceGuard() {
        @Override
        public boolean admits(InetAddress source) {
            return open;
        }

        @Override
        public boolean admitsRequest(InetAddress source, byte[] raw) {
            return !new String(raw, java.nio.charset.StandardCharsets.ISO_8859_1).contains("friendly-scanner");
        }

        @Override
        public void onFault(InetAddress source, Fault fault) {
            faults.add(fault);
        }
    };

    private SipEndpoint endpoint() throws Exception {
        return new SipEndpoint(
                SipConfig.loopback(),
                _ -> Runnable::run,
                call -> {
                    call.reject(SipStatus.DECLINE);
                    return new CallListener() {};
                },
                Admission.OPEN,
                MessageTap.NONE,
                guard);
    }

    @Test
    void shouldAnswerNothingToSourcesThatAreNotAdmitted() throws Exception {
        try (SipEndpoint endpoint = endpoint();
                RawPeer peer = new RawPeer(endpoint.udpPort())) {
            open = false;
            peer.send(peer.request("OPTIONS", ""));
            while (endpoint.counts().transport().barred() == 0) {
                Thread.onSpinWait();
            }
            assertThat(endpoint.counts().transport().received()).isZero();
            open = true;
            peer.next().send(peer.request("OPTIONS", ""));
            assertThat(status(peer.receiveFinal())).isEqualTo(200);
        }
    }

    @Test
    void shouldCloseConnectionsOfSourcesThatAreNotAdmittedAnyMore() throws Exception {
        try (SipEndpoint endpoint = endpoint();
                Socket socket = new Socket("127.0.0.1", endpoint.tcpPort())) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write("\r\n\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            assertThat(socket.getInputStream().readNBytes(2)).hasSize(2);
            open = false;
            socket.getOutputStream()
                    .write(("OPTIONS sip:a@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/TCP 127.0.0.1;branch=z9hG4bK1\r\n"
                                    + "From: <sip:b@127.0.0.1>;tag=1\r\nTo: <sip:a@127.0.0.1>\r\nCall-ID: c\r\n"
                                    + "CSeq: 1 OPTIONS\r\nMax-Forwards: 70\r\nContent-Length: 0\r\n\r\n")
                            .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
            try (Socket second = new Socket("127.0.0.1", endpoint.tcpPort())) {
                second.setSoTimeout(5_000);
                assertThat(second.getInputStream().read()).isEqualTo(-1);
            }
        }
    }

    @Test
    void shouldDropRequestsThatTheGuardDoesNotWant() throws Exception {
        try (SipEndpoint endpoint = endpoint();
                RawPeer peer = new RawPeer(endpoint.udpPort())) {
            peer.send(peer.request("OPTIONS", "User-Agent: friendly-scanner\r\n"));
            assertThat(peer.silentUntilProbed()).isTrue();
            assertThat(endpoint.counts().transport().barred()).isEqualTo(1);
        }
    }

    @Test
    void shouldTellOfEveryKindOfFault() throws Exception {
        try (SipEndpoint endpoint = endpoint();
                RawPeer peer = new RawPeer(endpoint.udpPort())) {
            peer.send("rubbish\r\n\r\n");
            assertThat(faults.poll(5, TimeUnit.SECONDS)).isEqualTo(Fault.MALFORMED);
            peer.send(peer.request("REGISTER", ""));
            assertThat(faults.poll(5, TimeUnit.SECONDS)).isEqualTo(Fault.UNSERVED);
            peer.next().send(peer.request("BYE", ""));
            assertThat(faults.poll(5, TimeUnit.SECONDS)).isEqualTo(Fault.STRAY);
            for (String harmless : List.of("\r\n\r\n", peer.next().request("OPTIONS", ""))) {
                peer.send(harmless);
            }
            peer.send("more rubbish\r\n\r\n");
            assertThat(faults.poll(5, TimeUnit.SECONDS)).isEqualTo(Fault.MALFORMED);
        }
    }

    @Test
    void shouldTakeOneAddressOrOneNetworkOf64BitsAsSource() throws Exception {
        assertThat(SourceKey.text(SourceKey.of(InetAddress.getByName("192.0.2.7"))))
                .isEqualTo("192.0.2.7");
        assertThat(SourceKey.text(SourceKey.of(InetAddress.getByName("2001:db8:1:2:aaaa::1"))))
                .isEqualTo("2001:db8:1:2:0:0:0:0/64");
        assertThat(SourceKey.of(InetAddress.getByName("2001:db8:1:2::1")))
                .isEqualTo(SourceKey.of(InetAddress.getByName("2001:db8:1:2:ffff::2")))
                .isNotEqualTo(SourceKey.of(InetAddress.getByName("2001:db8:1:3::1")));
    }
}
