package io.earshot.media.webrtc;

import io.earshot.media.ice.LocalBase;
import io.earshot.media.net.FramedSocket;
import io.earshot.media.net.MediaLoop;
import io.earshot.media.net.Routes;
import io.earshot.media.net.UdpSocket;
import io.earshot.media.session.MediaUnavailableException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * What carries the datagrams of one transport, by number of its base of ICE: UDP sockets first, then the TCP connections
 * that ICE asked for. Confined to its loop.
 */
final class Links {
    private static final int BEST_PREFERENCE = 65_535;
    private static final int MAX_CONNECTING = 8;

    /** Receives the datagrams of all of them. */
    interface Listener {
        void onDatagram(ByteBuf datagram, int base, InetSocketAddress from, long arrivalNs);

        void onConnected(int base, InetSocketAddress local, InetSocketAddress peer);

        void onBroken(int base);

        void onFault(RuntimeException fault);
    }

    /** One of them. */
    private sealed interface Link {
        long send(ByteBuf datagram, InetSocketAddress to);

        InetSocketAddress local();

        void close();
    }

    private final MediaLoop loop;
    private final Listener listener;
    private final List<Link> links = new ArrayList<>();
    private final List<Stream> connecting = new ArrayList<>();

    private Links(MediaLoop loop, Listener listener) {
        this.loop = loop;
        this.listener = listener;
    }

    static Links open(MediaLoop loop, List<InetAddress> addresses, Listener listener) throws MediaUnavailableException {
        Links bound = new Links(loop, listener);
        try {
            for (InetAddress address : addresses.isEmpty() ? List.of(Routes.outbound()) : addresses) {
                bound.links.add(bound.new Datagrams(new InetSocketAddress(address, 0)));
            }
            return bound;
        } catch (IOException unavailable) {
            bound.close();
            throw new MediaUnavailableException("cannot bind a port for a peer connection", unavailable);
        }
    }

    /** The UDP sockets. */
    List<LocalBase> bases() {
        List<LocalBase> bases = new ArrayList<>();
        for (Link link : links) {
            bases.add(new LocalBase(link.local(), BEST_PREFERENCE - bases.size()));
        }
        return bases;
    }

    /** Begins a TCP connection from the address of the first socket of that family; too many at once are ignored. */
    void connect(InetSocketAddress remote) {
        boolean four = remote.getAddress().getAddress().length == 4;
        for (Link link : links) {
            InetAddress local = link.local().getAddress();
            if ((local.getAddress().length == 4) == four && connecting.size() < MAX_CONNECTING) {
                connecting.add(new Stream(local, remote));
                return;
            }
        }
    }

    /** Sends a copy of {@code octets[offset, offset + length)}. */
    void send(int base, byte[] octets, int offset, int length, InetSocketAddress to) {
        send(base, PooledByteBufAllocator.DEFAULT.buffer(length).writeBytes(octets, offset, length), to);
    }

    /** Sends a datagram, which is released. */
    long send(int base, ByteBuf datagram, InetSocketAddress to) {
        return links.get(base).send(datagram, to);
    }

    /** A connection that broke leaves its number to the next. */
    private int place(Stream stream) {
        for (int i = 0; i < links.size(); i++) {
            if (links.get(i) instanceof Stream old && old.broken) {
                links.set(i, stream);
                return i;
            }
        }
        links.add(stream);
        return links.size() - 1;
    }

    void close() {
        links.forEach(Link::close);
        connecting.forEach(Stream::close);
        connecting.clear();
    }

    private final class Datagrams implements Link, UdpSocket.Listener {
        private final int base = links.size();
        private final UdpSocket socket;

        Datagrams(InetSocketAddress address) throws IOException {
            socket = loop.openUdp(address, this);
        }

        @Override
        public long send(ByteBuf datagram, InetSocketAddress to) {
            return socket.send(datagram, to);
        }

        @Override
        public InetSocketAddress local() {
            return socket.local();
        }

        @Override
        public void close() {
            socket.close();
        }

        @Override
        public void onDatagram(ByteBuf datagram, InetSocketAddress from, long arrivalNs) {
            listener.onDatagram(datagram, base, from, arrivalNs);
        }

        @Override
        public void onFault(RuntimeException fault) {
            listener.onFault(fault);
        }
    }

    private final class Stream implements Link, FramedSocket.Listener {
        private final InetSocketAddress peer;
        private final FramedSocket socket;
        private InetSocketAddress local;
        private int base = -1;
        private boolean broken;

        Stream(InetAddress from, InetSocketAddress peer) {
            this.peer = peer;
            this.local = new InetSocketAddress(from, 0);
            this.socket = loop.connectFramed(from, peer, this);
        }

        @Override
        public long send(ByteBuf datagram, InetSocketAddress to) {
            return socket.send(datagram);
        }

        @Override
        public InetSocketAddress local() {
            return local;
        }

        @Override
        public void close() {
            socket.close();
        }

        @Override
        public void onConnected(InetSocketAddress bound) {
            connecting.remove(this);
            local = bound;
            base = place(this);
            listener.onConnected(base, bound, peer);
        }

        @Override
        public void onDatagram(ByteBuf datagram, long arrivalNs) {
            listener.onDatagram(datagram, base, peer, arrivalNs);
        }

        @Override
        public void onClosed() {
            connecting.remove(this);
            broken = true;
            if (base >= 0) {
                listener.onBroken(base);
            }
        }

        @Override
        public void onFault(RuntimeException fault) {
            listener.onFault(fault);
        }
    }
}
