package io.earshot.tools.doctor;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.concurrent.ThreadLocalRandom;

/** Asks a STUN server for the address that it sees us at (RFC 8489, sections 5 and 14.2). */
final class StunQuestion {
    private static final int COOKIE = 0x2112_A442;
    private static final int HEADER = 20;
    private static final short REQUEST = 0x0001;
    private static final short SUCCESS = 0x0101;
    private static final int XOR_MAPPED_ADDRESS = 0x0020;
    private static final int TRIES = 3;
    private static final int PATIENCE_MS = 700;

    private StunQuestion() {}

    /** Our address as {@code server} sees it, asked from {@code local}. */
    static InetAddress ask(InetSocketAddress server, InetAddress local) throws IOException {
        byte[] id = new byte[12];
        ThreadLocalRandom.current().nextBytes(id);
        byte[] request = ByteBuffer.allocate(HEADER)
                .putShort(REQUEST)
                .putShort((short) 0)
                .putInt(COOKIE)
                .put(id)
                .array();
        try (DatagramSocket socket = new DatagramSocket(0, local)) {
            socket.connect(server);
            socket.setSoTimeout(PATIENCE_MS);
            for (int i = 0; i < TRIES; i++) {
                socket.send(new DatagramPacket(request, request.length));
                DatagramPacket packet = new DatagramPacket(new byte[1_500], 1_500);
                try {
                    socket.receive(packet);
                    return read(ByteBuffer.wrap(packet.getData(), 0, packet.getLength()), id);
                } catch (SocketTimeoutException again) {
                    if (i == TRIES - 1) {
                        throw again;
                    }
                }
            }
        }
        throw new SocketTimeoutException("no answer");
    }

    private static InetAddress read(ByteBuffer answer, byte[] id) throws IOException {
        byte[] theirs = new byte[12];
        if (answer.remaining() < HEADER || answer.getShort() != SUCCESS) {
            throw new IOException("no STUN answer");
        }
        answer.getShort();
        if (answer.getInt() != COOKIE) {
            throw new IOException("no STUN answer");
        }
        answer.get(theirs);
        while (java.util.Arrays.equals(theirs, id) && answer.remaining() >= 4) {
            int type = answer.getShort() & 0xFFFF;
            int length = answer.getShort() & 0xFFFF;
            if (length > answer.remaining()) {
                break;
            }
            if (type == XOR_MAPPED_ADDRESS && length >= 8) {
                return address(answer, length, id);
            }
            answer.position(Math.min(answer.limit(), answer.position() + ((length + 3) & ~3)));
        }
        throw new IOException("a STUN answer without our address");
    }

    private static InetAddress address(ByteBuffer answer, int length, byte[] id) throws IOException {
        answer.getInt();
        byte[] octets = new byte[length - 4];
        answer.get(octets);
        byte[] mask = ByteBuffer.allocate(16).putInt(COOKIE).put(id).array();
        for (int i = 0; i < octets.length; i++) {
            octets[i] ^= mask[i & 15];
        }
        return InetAddress.getByAddress(octets);
    }
}
