package io.earshot.tools.peers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * A Python script of {@code src/test/python} with LiveKit's own packages. It prints one JSON object a line for what happens to it, with
 * the kind as {@code event}; everything else it prints is log. It ends when its standard input does. Confined to the test's thread.
 */
final class PythonPeer implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int GRACE_S = 5;

    private final Process process;
    private final Path log;
    private final Thread reaper;
    private final Events events;

    private PythonPeer(String script, Process process, Path log) {
        this.process = process;
        this.log = log;
        this.events = new Events(script, () -> Files.readString(log));
        this.reaper = new Thread(process::destroyForcibly);
    }

    /** Starts {@code script ARGUMENTS}; its log is kept in {@code folder}. */
    static PythonPeer start(Path folder, String script, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(Installed.python(), "-u", script));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(Path.of("src/test/python").toFile())
                .redirectErrorStream(true);
        builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        Path log = Files.createTempFile(folder, script.replace(".py", "-"), ".log");
        PythonPeer peer = new PythonPeer(script, builder.start(), log);
        Runtime.getRuntime().addShutdownHook(peer.reaper);
        Thread.ofVirtual().start(peer::readEvents);
        return peer;
    }

    /** A participant of {@code room_participant.py}: publishes a tone of that many hertz, {@code echo}, or nothing ({@code -}). */
    static PythonPeer join(Peers peers, String room, String identity, String sound) throws Exception {
        List<String> arguments = List.of(peers.url().toString(), peers.token(room, identity), sound);
        PythonPeer peer = start(peers.file("."), "room_participant.py", arguments);
        peer.await("joined");
        return peer;
    }

    long pid() {
        return process.pid();
    }

    /** Writes a line to it. */
    void tell(String line) throws IOException {
        process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }

    /** Waits for the first event of this kind that fits and was not awaited before; fails when none comes in time. */
    JsonNode await(String event, Predicate<JsonNode> fits, int seconds) throws Exception {
        return events.await(event, fits, seconds);
    }

    /** Waits for the first event of this kind. */
    JsonNode await(String event) throws Exception {
        return await(event, _ -> true, 30);
    }

    /** Forgets the events of this kind that came so far. */
    void forget(String event) {
        events.forget(event);
    }

    /** Ends it by ending its input, or by force. */
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            process.waitFor(GRACE_S, TimeUnit.SECONDS);
        } catch (IOException _) {
            // It is gone already.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
        Runtime.getRuntime().removeShutdownHook(reaper);
    }

    private void readEvents() {
        try (BufferedReader in = process.inputReader(StandardCharsets.UTF_8);
                Writer out = Files.newBufferedWriter(log)) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                out.write(line + "\n");
                out.flush();
                if (line.startsWith("{\"event\"")) {
                    events.add(JSON.readTree(line));
                }
            }
        } catch (IOException _) {
            // Its end.
        } finally {
            events.end();
        }
    }
}
