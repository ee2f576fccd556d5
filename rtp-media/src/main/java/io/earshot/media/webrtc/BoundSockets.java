package io.earshot.media.webrtc;

import io.earshot.media.ice.LocalBase;
import io.earshot.media.net.MediaLoop;
import io.earshot.media.net.Routes;
import io.earshot.media.net.UdpSocket;
import io.earshot.media.session.MediaUnavailableException;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** The UDP sockets of one transport, one a base of ICE. Confined to its loop. */
final class BoundSockets {
    private static final int BEST_PREFERENCE = 65_535;

    /** Receives the datagrams of all of them. */
    interface Listener {
        void onDatagram(ByteBuf datagram, int base, InetSocketAddress from, long arrivalNs);

        void onFault(RuntimeException fault);
    }

    private final List<UdpSocket> sockets = new ArrayList<>();

    static BoundSockets open(MediaLoop loop, List<InetAddress> addresses, Listener listener)
            throws MediaUnavailableException {
        BoundSockets bound = new BoundSockets();
        try {
            for (InetAddress address : addresses.isEmpty() ? List.of(Routes.outbound()) : addresses) {
                int base = bound.sockets.size();
                bound.sockets.add(loop.openUdp(new InetSocketAddress(address, 0), new Tagged(base, listener)));
            }
            return bound;
        } catch (IOException unavailable) {
            bound.close();
            throw new MediaUnavailableException("cannot bind a port for a peer connection", unavailable);
        }
    }

    List<LocalBase> bases() {
        List<LocalBase> bases = new ArrayList<>();
        for (int i = 0; i < sockets.size(); i++) {
            bases.add(new LocalBase(sockets.get(i).local(), BEST_PREFERENCE - i));
        }
        return bases;
    }

    /** Sends a copy of {@code octets[offset, offset + length)}. */
    void send(int base, byte[] octets, int offset, int length, InetSocketAddress to) {
        UdpSocket socket = sockets.get(base);
        socket.send(socket.allocator().buffer(length).writeBytes(octets, offset, length), to);
    }

    /** Sends a datagram, which is released. */
    long send(int base, ByteBuf datagram, InetSocketAddress to) {
        return sockets.get(base).send(datagram, to);
    }

    void close() {
        sockets.forEach(UdpSocket::close);
    }

    private record Tagged(int base, Listener listener) implements UdpSocket.Listener {
        @Override
        public void onDatagram(ByteBuf datagram, InetSocketAddress from, long arrivalNs) {
            listener.onDatagram(datagram, base, from, arrivalNs);
        }

        @Override
        public void onFault(RuntimeException fault) {
            listener.onFault(fault);
        }
    }
}
