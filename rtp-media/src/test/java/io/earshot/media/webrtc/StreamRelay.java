package io.earshot.media.webrtc;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CopyOnWriteArrayList;

/** A passive TCP candidate (RFC 6544) in front of a transport that only knows UDP. */
final class StreamRelay implements AutoCloseable {
    private final ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    private final InetSocketAddress behind;
    private final CopyOnWriteArrayList<AutoCloseable> open = new CopyOnWriteArrayList<>();
    volatile int accepted;

    StreamRelay(InetSocketAddress behind) throws IOException {
        this.behind = behind;
        Thread.ofVirtual().start(this::accept);
    }

    InetSocketAddress address() {
        return (InetSocketAddress) server.getLocalSocketAddress();
    }

    private void accept() {
        try {
            while (true) {
                Socket stream = server.accept();
                DatagramSocket datagrams = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                open.add(stream);
                open.add(datagrams);
                accepted++;
                Thread.ofVirtual().start(() -> inward(stream, datagrams));
                Thread.ofVirtual().start(() -> outward(stream, datagrams));
            }
        } catch (IOException closed) {
            // the test is over
        }
    }

    private void inward(Socket stream, DatagramSocket datagrams) {
        try (stream;
                datagrams) {
            DataInputStream in = new DataInputStream(stream.getInputStream());
            while (true) {
                byte[] datagram = in.readNBytes(in.readUnsignedShort());
                datagrams.send(new DatagramPacket(datagram, datagram.length, behind));
            }
        } catch (IOException closed) {
            // the connection is over
        }
    }

    /** A length and its datagram in two pieces now and then, as TCP may bring them. */
    private void outward(Socket stream, DatagramSocket datagrams) {
        try {
            DataOutputStream out = new DataOutputStream(stream.getOutputStream());
            DatagramPacket packet = new DatagramPacket(new byte[2_048], 2_048);
            while (true) {
                packet.setLength(2_048);
                datagrams.receive(packet);
                out.writeByte(packet.getLength() >> 8);
                out.flush();
                out.writeByte(packet.getLength());
                out.write(packet.getData(), 0, packet.getLength());
                out.flush();
            }
        } catch (IOException closed) {
            // the connection is over
        }
    }

    void breakConnections() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
        open.clear();
    }

    @Override
    public void close() throws Exception {
        server.close();
        breakConnections();
    }
}
