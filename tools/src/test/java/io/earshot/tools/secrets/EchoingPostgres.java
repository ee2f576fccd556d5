package io.earshot.tools.secrets;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** A hostile PostgreSQL: asks for the password in clear text, and refuses it with an error that says it back. */
final class EchoingPostgres implements AutoCloseable {
    private static final int TLS_ASKED = 80_877_103;
    private static final int CLEAR_TEXT = 3;

    private final ServerSocket server = new ServerSocket(0, 20, InetAddress.getLoopbackAddress());

    EchoingPostgres() throws IOException {
        Thread.ofVirtual().start(this::serve);
    }

    String url() {
        return "jdbc:postgresql://127.0.0.1:" + server.getLocalPort() + "/calls";
    }

    private void serve() {
        try {
            while (true) {
                Socket client = server.accept();
                Thread.ofVirtual().start(() -> answer(client));
            }
        } catch (IOException closed) {
            // The end of the test.
        }
    }

    private static void answer(Socket client) {
        try (client) {
            DataInputStream in = new DataInputStream(client.getInputStream());
            DataOutputStream out = new DataOutputStream(client.getOutputStream());
            if (greeting(in) == TLS_ASKED) {
                out.writeByte('N');
                greeting(in);
            }
            out.writeByte('R');
            out.writeInt(8);
            out.writeInt(CLEAR_TEXT);
            in.readByte();
            String password = new String(in.readNBytes(in.readInt() - 5), UTF_8);
            out.write(refusal("no such password as " + password));
            out.flush();
        } catch (IOException gone) {
            // The client has its answer.
        }
    }

    private static int greeting(DataInputStream in) throws IOException {
        int length = in.readInt();
        int code = in.readInt();
        in.skipNBytes(length - 8);
        return code;
    }

    private static byte[] refusal(String words) throws IOException {
        byte[] fields = ("SFATAL\0VFATAL\0C28P01\0M" + words + "\0\0").getBytes(UTF_8);
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(message)) {
            out.writeByte('E');
            out.writeInt(fields.length + 4);
            out.write(fields);
        }
        return message.toByteArray();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
