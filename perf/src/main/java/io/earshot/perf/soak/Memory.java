package io.earshot.perf.soak;

import io.earshot.perf.load.Jcmd;
import java.util.List;

/**
 * Where a JVM's memory is, KiB. Immutable.
 *
 * @param residentKb proportional set size: all that follows as far as it was touched, and libraries and archives
 * @param heapKb the Java heap as committed, live or not
 * @param metaspaceKb classes
 * @param codeKb compiled code
 * @param directKb buffers outside the heap
 * @param mallocKb all that the JVM has from {@code malloc}, buffers included
 * @param heldKb what the C library holds for {@code malloc}, in use or not
 * @param mappedKb files of records and recordings that are mapped
 */
record Memory(
        long residentKb,
        long heapKb,
        long metaspaceKb,
        long codeKb,
        long directKb,
        long mallocKb,
        long heldKb,
        long mappedKb) {
    /** From what the JVM tells of itself and what the system tells of its mappings. */
    static Memory of(String summary, List<String> smaps, long residentKb) {
        Mappings mappings = Mappings.of(smaps);
        return new Memory(
                residentKb,
                Jcmd.nativeKb(summary, "Java Heap"),
                Jcmd.nativeKb(summary, "Metaspace") + Jcmd.nativeKb(summary, "Class"),
                Jcmd.nativeKb(summary, "Code"),
                Jcmd.nativeKb(summary, "Other"),
                Jcmd.mallocKb(summary),
                mappings.heldKb(),
                mappings.filesKb());
    }

    /** What is resident beside the Java heap and cannot be put down to classes, code or {@code malloc}. */
    long restKb() {
        return residentKb - heapKb - metaspaceKb - codeKb - heldKb - mappedKb;
    }
}
