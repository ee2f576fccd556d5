package io.earshot.perf.witness;

import io.earshot.perf.load.EarshotProcess;
import io.earshot.perf.load.Installation;
import io.earshot.perf.soak.ProcessSignals;
import io.earshot.tools.process.ReadyLine;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A bridge with simulated vendors ({@code serve --sandbox}) as a process of its own, started again on the same files. Used by one thread. */
public final class Subject implements AutoCloseable {
    private final Installation installation;
    private final Path directory;
    private final Path configuration;
    private final int sipPort;
    private EarshotProcess process;
    private ReadyLine ready;
    private int lives;

    /**
     * Starts it and waits until it is ready.
     *
     * @param directory of its configuration, records and logs
     * @param yaml configuration besides its ports
     */
    public Subject(Installation installation, Path directory, String yaml) throws IOException, InterruptedException {
        this.installation = installation;
        this.directory = Files.createDirectories(directory);
        this.sipPort = freePort();
        this.configuration = directory.resolve("earshot.yaml").toAbsolutePath();
        Files.writeString(configuration, """
                sip: {udp_port: PORT, tcp_port: PORT, flood: {requests_per_window: 100000}}
                http: {port: 0}
                media: {allow_loopback: true}
                """.replace("PORT", Integer.toString(sipPort)) + yaml);
        this.process = launch();
        this.ready = process.awaitReady();
    }

    private EarshotProcess launch() throws IOException {
        lives++;
        return EarshotProcess.start(
                installation.command(List.of(), List.of("serve", "--sandbox", "--config", configuration.toString())),
                Map.of(),
                directory.resolve("bridge-" + lives + ".log"),
                "earshot ready");
    }

    /** Starts it again, on the same files and ports. */
    public void restart() throws IOException, InterruptedException {
        process = launch();
        ready = process.awaitReady();
    }

    /** Where its SIP is. */
    public InetSocketAddress sip() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), sipPort);
    }

    /** HOST:PORT of its HTTP. */
    public String http() throws IOException {
        return ready.address("http");
    }

    /** Sends a signal by name. */
    public void signal(String name) throws IOException, InterruptedException {
        ProcessSignals.send(process.pid(), name);
    }

    /** Waits for its end; false when it lives on. */
    public boolean awaitEnd(long seconds) throws InterruptedException {
        return process.awaitEnd(seconds, TimeUnit.SECONDS);
    }

    /** The same, in milliseconds. */
    public boolean awaitEndMillis(long millis) throws InterruptedException {
        return process.awaitEnd(millis, TimeUnit.MILLISECONDS);
    }

    /** Lines of its logs, of all its lives, that hold this text. */
    public List<String> logged(String text) throws IOException {
        List<String> lines = new ArrayList<>();
        for (int life = 1; life <= lives; life++) {
            Path log = directory.resolve("bridge-" + life + ".log");
            Files.readAllLines(log).stream().filter(line -> line.contains(text)).forEach(lines::add);
        }
        return lines;
    }

    @Override
    public void close() {
        process.close();
    }

    private static int freePort() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
