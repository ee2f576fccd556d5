package io.earshot.ai.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AudioBacklogTest {
    private final AudioBacklog backlog = new AudioBacklog(UnpooledByteBufAllocator.DEFAULT, 10);

    @AfterEach
    void release() {
        backlog.clear();
    }

    private List<Byte> kept(int pieceBytes) {
        List<Byte> all = new ArrayList<>();
        backlog.forEach(pieceBytes, piece -> {
            assertThat(piece.readableBytes()).isBetween(1, pieceBytes);
            for (byte octet : ByteBufUtil.getBytes(piece)) {
                all.add(octet);
            }
        });
        return all;
    }

    /** Against a plain list as the model. */
    @Test
    void shouldKeepTheNewestInOrderWhateverIsAdded() {
        Random random = new Random(1);
        Deque<Byte> model = new ArrayDeque<>();
        for (int round = 0; round < 500; round++) {
            byte[] audio = new byte[random.nextInt(14)];
            random.nextBytes(audio);
            int dropped = backlog.add(Unpooled.wrappedBuffer(audio));
            int expectedDrop = Math.max(0, model.size() + audio.length - 10);
            for (byte octet : audio) {
                model.addLast(octet);
            }
            while (model.size() > 10) {
                model.removeFirst();
            }
            assertThat(dropped).isEqualTo(expectedDrop);
            assertThat(kept(1 + random.nextInt(12))).containsExactlyElementsOf(model);
            if (random.nextInt(20) == 0) {
                backlog.clear();
                model.clear();
            }
        }
    }
}
