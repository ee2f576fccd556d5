package io.earshot.perf.soak;

/**
 * What the bridge held at one moment. Immutable.
 *
 * @param atS seconds since the first call
 * @param calls calls that ran
 * @param heapKb live heap after collecting garbage
 * @param directKb buffers outside the heap
 * @param residentKb proportional set size
 * @param cpuMs processor time used since the process began
 */
public record Sample(
        long atS, int calls, long heapKb, long directKb, long residentKb, int threads, int descriptors, long cpuMs) {}
