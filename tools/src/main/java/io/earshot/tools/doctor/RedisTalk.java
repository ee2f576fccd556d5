package io.earshot.tools.doctor;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** A connection to a Redis, by as much of its protocol (RESP 2) as a few questions need. Confined to one thread. */
final class RedisTalk implements AutoCloseable {
    private static final int CONNECT_MS = 3_000;
    private static final int PATIENCE_MS = 3_000;
    private static final int LONGEST = 1 << 16;
    private static final int MOST_ENTRIES = 10_000;

    /** An error that Redis answers. */
    static final class Refused extends IOException {
        private static final long serialVersionUID = 1;

        Refused(String words) {
            super(words);
        }
    }

    private final Socket socket;
    private final InputStream in;

    private RedisTalk(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    /** Connects, under TLS where the place says so. */
    static RedisTalk open(RedisPlace place) throws IOException {
        Socket plain = new Socket();
        try {
            plain.connect(new InetSocketAddress(place.host(), place.port()), CONNECT_MS);
            plain.setSoTimeout(PATIENCE_MS);
            return new RedisTalk(place.secure() ? secured(plain, place) : plain);
        } catch (IOException failed) {
            plain.close();
            throw failed;
        }
    }

    private static Socket secured(Socket plain, RedisPlace place) throws IOException {
        SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
        SSLSocket tls = (SSLSocket) factory.createSocket(plain, place.host(), place.port(), true);
        SSLParameters checked = tls.getSSLParameters();
        checked.setEndpointIdentificationAlgorithm("HTTPS");
        tls.setSSLParameters(checked);
        tls.startHandshake();
        return tls;
    }

    /**
     * Sends a command.
     *
     * @return its answer's texts, one for a simple one
     * @throws Refused when Redis answers with an error
     */
    List<String> ask(String... words) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(("*" + words.length + "\r\n").getBytes(UTF_8));
        for (String word : words) {
            byte[] octets = word.getBytes(UTF_8);
            out.writeBytes(("$" + octets.length + "\r\n").getBytes(UTF_8));
            out.writeBytes(octets);
            out.writeBytes("\r\n".getBytes(UTF_8));
        }
        socket.getOutputStream().write(out.toByteArray());
        List<String> answer = new ArrayList<>();
        try {
            read(answer);
        } catch (Refused refused) {
            throw words[0].equals("AUTH") ? withoutPassword(refused, words[words.length - 1]) : refused;
        }
        return answer;
    }

    /** Redis says back what it does not understand, such as an AUTH under another name (rename-command). */
    private static Refused withoutPassword(Refused refused, String password) {
        return new Refused(String.valueOf(refused.getMessage()).replace(password, "[password hidden]"));
    }

    private void read(List<String> into) throws IOException {
        String line = line();
        String rest = line.isEmpty() ? "" : line.substring(1);
        switch (line.isEmpty() ? ' ' : line.charAt(0)) {
            case '+', ':' -> into.add(rest);
            case '-' -> throw new Refused(rest);
            case '$' -> into.add(bulk(number(rest)));
            case '*' -> {
                int entries = Math.min(number(rest), MOST_ENTRIES);
                for (int i = 0; i < entries; i++) {
                    read(into);
                }
            }
            default -> throw new ProtocolException("no Redis answers");
        }
    }

    private String bulk(int length) throws IOException {
        if (length < 0) {
            return "";
        }
        byte[] octets = in.readNBytes(Math.min(length, LONGEST));
        in.skipNBytes(2);
        return new String(octets, UTF_8);
    }

    private static int number(String text) throws IOException {
        if (!text.matches("-?\\d{1,9}")) {
            throw new ProtocolException("no Redis answers");
        }
        return Integer.parseInt(text);
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        while (true) {
            int octet = in.read();
            if (octet < 0) {
                throw new ProtocolException("the connection was closed without an answer");
            }
            if (octet == '\n') {
                return line.toString().stripTrailing();
            }
            if (line.length() > LONGEST) {
                throw new ProtocolException("no Redis answers");
            }
            line.append((char) octet);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
