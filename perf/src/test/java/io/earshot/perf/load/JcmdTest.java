package io.earshot.perf.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import org.junit.jupiter.api.Test;

final class JcmdTest {
    @Test
    void shouldReadHeapInUseOfAnyCollector() throws IOException {
        assertEquals(36 * 1_024, Jcmd.heapKb(" ZHeap           used 36M, capacity 64M, max capacity 512M"));
        assertEquals(
                9_410, Jcmd.heapKb(" garbage-first heap   total reserved 524288K, committed 65536K, used 9410K [0x0"));
        assertEquals(1_500, Jcmd.heapKb(" DefNew:   used 1500K [0x, 0x)"));
    }

    @Test
    void shouldSayWhenThereIsNoHeapFigure() {
        assertThrows(IOException.class, () -> Jcmd.heapKb("Unrecognized VM option"));
    }

    @Test
    void shouldReadNativeMemoryByKind() {
        String summary = """
                Total: reserved=1969023KB, committed=163455KB
                -                 Java Heap (reserved=524288KB, committed=65536KB)
                                            (mmap: reserved=524288KB, committed=65536KB)
                -                    Thread (reserved=30845KB, committed=1601KB)
                -                     Other (reserved=8210KB, committed=8209KB)
                """;
        assertEquals(8_209, Jcmd.nativeKb(summary, "Other"));
        assertEquals(1_601, Jcmd.nativeKb(summary, "Thread"));
        assertEquals(0, Jcmd.nativeKb("Native memory tracking is not enabled", "Other"));
    }
}
