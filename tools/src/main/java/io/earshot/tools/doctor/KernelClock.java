package io.earshot.tools.doctor;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * What the kernel knows of its clock ({@code adjtimex(2)} of Linux, read only). Immutable.
 *
 * @param known whether it could be asked
 * @param synchronised whether something (NTP, PTP) disciplines the clock
 * @param errorMs most that it may be off, by the kernel's own reckoning
 */
record KernelClock(boolean known, boolean synchronised, double errorMs) {
    private static final KernelClock UNKNOWN = new KernelClock(false, false, 0);
    /** The structure has 208 octets on 64-bit Linux. */
    private static final long SIZE = 256;

    private static final long MAXIMUM_ERROR_AT = 24;
    private static final long STATUS_AT = 40;
    private static final int NOT_SYNCHRONISED = 0x40;

    /** Asks; unknown anywhere but on 64-bit Linux. */
    @SuppressWarnings("restricted")
    static KernelClock read() {
        if (!System.getProperty("os.name").equals("Linux") || ValueLayout.ADDRESS.byteSize() != 8) {
            return UNKNOWN;
        }
        try (Arena arena = Arena.ofConfined()) {
            Linker linker = Linker.nativeLinker();
            MethodHandle ask = linker.downcallHandle(
                    linker.defaultLookup().findOrThrow("adjtimex"),
                    FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
            MemorySegment state = arena.allocate(SIZE, 8);
            int outcome = (int) ask.invokeExact(state);
            if (outcome < 0) {
                return UNKNOWN;
            }
            int status = state.get(ValueLayout.JAVA_INT, STATUS_AT);
            double errorMs = state.get(ValueLayout.JAVA_LONG, MAXIMUM_ERROR_AT) / 1_000.0;
            return new KernelClock(true, (status & NOT_SYNCHRONISED) == 0, errorMs);
        } catch (Throwable notAllowed) {
            return UNKNOWN;
        }
    }
}
