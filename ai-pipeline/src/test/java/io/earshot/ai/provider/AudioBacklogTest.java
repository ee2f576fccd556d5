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
    private static final int CAPACITY = 20_000;

    private final AudioBacklog backlog = new AudioBacklog(UnpooledByteBufAllocator.DEFAULT, CAPACITY);

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

    private static void trim(Deque<Byte> model, int limit) {
        while (model.size() > limit) {
            model.removeFirst();
        }
    }

    /** Against a plain list as the model. */
    @Test
    void shouldKeepTheNewestInOrderWhateverIsAdded() {
        Random random = new Random(1);
        Deque<Byte> model = new ArrayDeque<>();
        int limit = CAPACITY;
        for (int round = 0; round < 120; round++) {
            byte[] audio = new byte[random.nextInt(random.nextInt(10) == 0 ? 30_000 : 2_000)];
            random.nextBytes(audio);
            int dropped = backlog.add(Unpooled.wrappedBuffer(audio));
            assertThat(dropped).isEqualTo(Math.max(0, model.size() + audio.length - limit));
            for (byte octet : audio) {
                model.addLast(octet);
            }
            trim(model, limit);
            if (random.nextInt(10) == 0) {
                limit = 1 + random.nextInt(CAPACITY);
                backlog.limit(limit);
            }
            trim(model, limit);
            assertThat(backlog.size()).isEqualTo(model.size());
            assertThat(kept(1 + random.nextInt(3_000))).isEqualTo(List.copyOf(model));
            if (random.nextInt(20) == 0) {
                backlog.clear();
                model.clear();
            }
        }
    }

    @Test
    void shouldTakeMemoryOnlyAsItIsNeeded() {
        UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true);
        AudioBacklog little = new AudioBacklog(allocator, 1_000_000);
        assertThat(allocator.metric().usedDirectMemory()).isZero();
        little.add(Unpooled.wrappedBuffer(new byte[160]));
        assertThat(allocator.metric().usedDirectMemory()).isLessThanOrEqualTo(4_096);
        little.clear();
        assertThat(allocator.metric().usedDirectMemory()).isZero();
    }
}
