package io.earshot.perf.soak;

/**
 * What the bridge held at one moment. Immutable.
 *
 * @param atS seconds since the first call
 * @param calls calls that ran
 * @param heapKb live heap after collecting garbage
 * @param memory where all its memory is
 * @param cpuMs processor time used since the process began
 */
record Sample(long atS, int calls, long heapKb, Memory memory, int threads, int descriptors, long cpuMs) {}
