package io.earshot.tools.doctor;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What the machine allows this process. */
final class LimitsCheck implements Check {
    /** RTP and RTCP, a room's transport, signalling, three providers. */
    private static final int DESCRIPTORS_A_CALL = 8;

    private static final int DESCRIPTORS_OF_THE_PROCESS = 256;
    /** What each media socket asks for. */
    private static final int SOCKET_BUFFER_BYTES = 64 * 1_024;

    private static final long UNKNOWN = -1;

    /**
     * What was found; -1 for what the platform does not tell. Immutable.
     *
     * @param descriptors most open files and sockets
     * @param receiveBuffer octets of receive buffer that a media socket gets
     * @param processors processors for this process
     * @param heapMb largest heap
     * @param collectors names of the garbage collectors
     */
    record Facts(long descriptors, long receiveBuffer, int processors, long heapMb, List<String> collectors) {}

    @Override
    public String name() {
        return "limits";
    }

    @Override
    public Verdict run(Patient patient) {
        int calls = patient.configured() ? patient.config().calls().maximum() : 1;
        Facts facts = new Facts(
                descriptors(),
                receiveBuffer(),
                Runtime.getRuntime().availableProcessors(),
                Runtime.getRuntime().maxMemory() >> 20,
                ManagementFactory.getGarbageCollectorMXBeans().stream()
                        .map(GarbageCollectorMXBean::getName)
                        .toList());
        return judge(facts, calls);
    }

    private static long descriptors() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getMaxFileDescriptorCount()
                : UNKNOWN;
    }

    /** What the kernel really gives, asked for what media sockets ask for. */
    private static long receiveBuffer() {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            socket.setReceiveBufferSize(SOCKET_BUFFER_BYTES);
            return socket.getReceiveBufferSize();
        } catch (SocketException notTold) {
            return UNKNOWN;
        }
    }

    static Verdict judge(Facts facts, int calls) {
        List<Finding> findings = new ArrayList<>();
        long needed = DESCRIPTORS_OF_THE_PROCESS + (long) DESCRIPTORS_A_CALL * calls;
        if (facts.descriptors != UNKNOWN && facts.descriptors < needed) {
            findings.add(Finding.warning(
                    FaultClass.MACHINE,
                    "at most " + facts.descriptors + " files and sockets may be open, and " + calls
                            + " calls (calls.maximum) need about " + needed,
                    "Raise the limit (ulimit -n, LimitNOFILE= of systemd) or lower calls.maximum."));
        }
        if (facts.receiveBuffer != UNKNOWN && facts.receiveBuffer < SOCKET_BUFFER_BYTES) {
            findings.add(Finding.warning(
                    FaultClass.MACHINE,
                    "the kernel gives receive buffers of " + facts.receiveBuffer
                            + " octets only, so bursts of audio are lost",
                    "sysctl net.core.rmem_max=212992 or more."));
        }
        if (pausing(facts)) {
            findings.add(Finding.warning(
                    FaultClass.MACHINE,
                    "the garbage collector (" + String.join(", ", facts.collectors)
                            + ") stops all calls for as long as it works",
                    "Start with ./earshot, or with -XX:+UseZGC."));
        }
        return Verdict.of(measured(facts), findings);
    }

    private static boolean pausing(Facts facts) {
        return facts.heapMb > 1_024
                && facts.collectors.stream().anyMatch(it -> it.startsWith("PS ") || it.equals("MarkSweepCompact"));
    }

    private static String measured(Facts facts) {
        return String.format(
                Locale.ROOT,
                "%d processors, heap %d MB, %s, %s descriptors, receive buffer %s octets",
                facts.processors,
                facts.heapMb,
                facts.collectors.stream()
                        .map(it -> it.split(" ", 2)[0])
                        .distinct()
                        .collect(Collectors.joining("+")),
                facts.descriptors == UNKNOWN ? "?" : Long.toString(facts.descriptors),
                facts.receiveBuffer == UNKNOWN ? "?" : Long.toString(facts.receiveBuffer));
    }
}
