package io.earshot.media.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.DataInputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FramedSocketTest implements FramedSocket.Listener {
    private final LinkedBlockingQueue<Object> heard = new LinkedBlockingQueue<>();
    private MediaLoops loops;

    @AfterEach
    void stop() {
        loops.close();
    }

    private FramedSocket connect(InetSocketAddress to, boolean nativeTransport) throws Exception {
        loops = MediaLoops.start(new MediaLoopsConfig(1, 5, nativeTransport));
        MediaLoop loop = loops.next();
        return loop.call(() -> loop.connectFramed(InetAddress.getLoopbackAddress(), to, this));
    }

    private static ServerSocket server() throws Exception {
        return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    private Object next() throws InterruptedException {
        return heard.poll(20, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldCarryDatagramsBothWays(boolean nativeTransport) throws Exception {
        try (ServerSocket server = server()) {
            FramedSocket ours = connect((InetSocketAddress) server.getLocalSocketAddress(), nativeTransport);
            try (Socket theirs = server.accept()) {
                assertThat(next()).isEqualTo("connected");
                MediaLoop loop = loops.next();
                loop.call(() -> ours.send(Unpooled.wrappedBuffer(new byte[] {1, 2, 3})));
                assertThat(new DataInputStream(theirs.getInputStream()).readNBytes(5))
                        .containsExactly(0, 3, 1, 2, 3);

                theirs.getOutputStream().write(new byte[] {0, 2, 7, 8, 0, 0, 0, 1});
                theirs.getOutputStream().flush();
                assertThat((byte[]) next()).containsExactly(7, 8);
                assertThat((byte[]) next()).isEmpty();
                theirs.getOutputStream().write(9);
                assertThat((byte[]) next()).containsExactly(9);
            }
            assertThat(next()).isEqualTo("closed");
        }
    }

    @Test
    void shouldEndAConnectionWhoseDatagramsAreTooLong() throws Exception {
        try (ServerSocket server = server()) {
            connect((InetSocketAddress) server.getLocalSocketAddress(), true);
            try (Socket theirs = server.accept()) {
                assertThat(next()).isEqualTo("connected");

                theirs.getOutputStream().write(new byte[] {(byte) 0xFF, (byte) 0xFF, 0});

                assertThat(next()).isEqualTo("closed");
                assertThat(theirs.getInputStream().read()).isEqualTo(-1);
            }
        }
    }

    @Test
    void shouldTellWhenNobodyListens() throws Exception {
        ServerSocket server = server();
        server.close();

        connect((InetSocketAddress) server.getLocalSocketAddress(), true);

        assertThat(next()).isEqualTo("closed");
    }

    @Test
    void shouldKnowWhereDatagramsLeaveFrom() throws Exception {
        loops = MediaLoops.start(new MediaLoopsConfig(1, 5, true));

        assertThat(Routes.localFor(InetAddress.getLoopbackAddress())).isEqualTo(InetAddress.getLoopbackAddress());
        assertThat(Routes.outbound().isAnyLocalAddress()).isFalse();
    }

    @Override
    public void onConnected(InetSocketAddress local) {
        heard.add("connected");
    }

    @Override
    public void onDatagram(ByteBuf datagram, long arrivalNs) {
        heard.add(ByteBufUtil.getBytes(datagram));
    }

    @Override
    public void onClosed() {
        heard.add("closed");
    }

    @Override
    public void onFault(RuntimeException fault) {
        heard.add(fault);
    }
}
