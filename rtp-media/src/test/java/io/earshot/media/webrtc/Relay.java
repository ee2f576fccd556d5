package io.earshot.media.webrtc;

import io.earshot.media.ice.IceCandidate;
import io.earshot.media.net.MediaLoop;
import io.earshot.media.net.UdpSocket;
import io.netty.buffer.ByteBuf;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;

/** Stands between two transports and mistreats what passes. */
final class Relay {
    private final MediaLoop loop;
    private final Random random = new Random(5);
    final UdpSocket facingFirst;
    final UdpSocket facingSecond;
    private InetSocketAddress first;
    private InetSocketAddress second;
    volatile Predicate<ByteBuf> lose = datagram -> false;
    volatile Predicate<ByteBuf> repeat = datagram -> false;
    volatile Predicate<ByteBuf> corrupt = datagram -> false;

    Relay(MediaLoop loop) throws Exception {
        this.loop = loop;
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        this.facingFirst = loop.call(() -> loop.openUdp(any, new Side(true)));
        this.facingSecond = loop.call(() -> loop.openUdp(any, new Side(false)));
    }

    /** Where each may be reached behind the relay. */
    void between(InetSocketAddress theFirst, InetSocketAddress theSecond) {
        first = theFirst;
        second = theSecond;
    }

    /** The other's description, as if it were here. */
    RemoteDescription stand(RemoteDescription real, UdpSocket in) {
        IceCandidate candidate =
                new IceCandidate("1", IceCandidate.Protocol.UDP, 1_000, in.local(), IceCandidate.Type.HOST, null);
        return new RemoteDescription(
                real.credentials(), real.fingerprint(), real.ours(), real.controlling(), false, List.of(candidate));
    }

    void loseShare(double share) {
        lose = datagram -> random.nextDouble() < share;
    }

    void close() throws Exception {
        loop.call(() -> {
            facingFirst.close();
            facingSecond.close();
            return null;
        });
    }

    private final class Side implements UdpSocket.Listener {
        private final boolean fromFirst;

        Side(boolean fromFirst) {
            this.fromFirst = fromFirst;
        }

        @Override
        public void onDatagram(ByteBuf datagram, InetSocketAddress from, long arrivalNs) {
            UdpSocket out = fromFirst ? facingSecond : facingFirst;
            InetSocketAddress to = fromFirst ? second : first;
            if (lose.test(datagram)) {
                return;
            }
            if (corrupt.test(datagram)) {
                ByteBuf forged = datagram.copy();
                int last = forged.writerIndex() - 1;
                out.send(forged.setByte(last, forged.getByte(last) ^ 1), to);
            }
            out.send(datagram.copy(), to);
            if (repeat.test(datagram)) {
                out.send(datagram.copy(), to);
            }
        }

        @Override
        public void onFault(RuntimeException fault) {
            throw fault;
        }
    }
}
