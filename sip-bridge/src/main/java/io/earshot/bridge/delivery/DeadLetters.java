package io.earshot.bridge.delivery;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;

/**
 * A JSON Lines file of what a receiver did not get: why, when, and the record. It is forced to disk with each entry, and exists only
 * once there is one. Confined to the feed's thread.
 */
final class DeadLetters {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;

    DeadLetters(Path file) {
        this.file = file;
    }

    void add(Entry entry, String why) throws IOException {
        ObjectNode letter = JSON.createObjectNode();
        letter.put("at", Instant.now().toString());
        letter.put("why", why);
        letter.put("id", entry.id());
        letter.put("event", entry.event());
        letter.set("record", entry.record());
        ByteBuffer line = ByteBuffer.wrap((letter + "\n").getBytes(StandardCharsets.UTF_8));
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            long before = channel.size();
            try {
                while (line.hasRemaining()) {
                    channel.write(line);
                }
                channel.force(false);
            } catch (IOException e) {
                channel.truncate(before);
                throw e;
            }
        }
    }
}
