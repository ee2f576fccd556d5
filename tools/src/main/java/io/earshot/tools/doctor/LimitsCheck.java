package io.earshot.tools.doctor;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/** What the machine allows this process. */
final class LimitsCheck implements Check {
    /** RTP and RTCP, a room's transport, signalling, three providers. */
    private static final int DESCRIPTORS_A_CALL = 8;

    private static final int DESCRIPTORS_OF_THE_PROCESS = 256;
    /** What each media socket asks for. */
    private static final int SOCKET_BUFFER_BYTES = 64 * 1_024;

    private static final long UNKNOWN = -1;
    private static final long LARGE_HEAP_MB = 1_024;
    /** Share of periods. */
    private static final double THROTTLED = 0.05;

    private static final int NAPS = 100;
    private static final long NAP_NS = 1_000_000;
    /** Two packets' time: well beyond what a busy machine does to a thread now and then. */
    private static final double LATE_MS = 40;

    /**
     * What was found; -1 for what the platform does not tell. Immutable.
     *
     * @param descriptors most open files and sockets
     * @param receiveBuffer octets of receive buffer that a media socket gets
     * @param processors processors for this process
     * @param quota what control groups leave of them
     * @param latenessMs how late a pause of 1 ms ended, of 100 the 95th
     * @param verbose whether the log is at level debug or trace
     * @param heapMb largest heap
     * @param collectors names of the garbage collectors
     */
    record Facts(
            long descriptors,
            long receiveBuffer,
            int processors,
            CpuQuota quota,
            double latenessMs,
            boolean verbose,
            long heapMb,
            List<String> collectors) {}

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
                CpuQuota.read(),
                latenessMs(),
                patient.environment().getOrDefault("EARSHOT_LOG", "").matches("(?i)debug|trace|all"),
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

    /** How late this thread wakes: what a media loop beside it would suffer. */
    private static double latenessMs() {
        double[] late = new double[NAPS];
        for (int i = 0; i < NAPS; i++) {
            long beginNs = System.nanoTime();
            LockSupport.parkNanos(NAP_NS);
            late[i] = (System.nanoTime() - beginNs - NAP_NS) / 1e6;
        }
        Arrays.sort(late);
        return late[NAPS * 95 / 100];
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
        if (facts.quota.processors() >= 0) {
            findings.addAll(quota(facts.quota));
        }
        if (facts.latenessMs > LATE_MS) {
            findings.add(
                    Finding.warning(
                            FaultClass.MACHINE,
                            String.format(
                                    Locale.ROOT,
                                    "a thread wakes up to %.0f ms late, more than a packet lasts: audio stutters",
                                    facts.latenessMs),
                            "See what else runs on this machine or its host (steal time in top), and give it more processors."));
        }
        if (facts.verbose) {
            findings.add(Finding.warning(
                    FaultClass.MACHINE,
                    "the log is at level debug or lower, which costs time in every call",
                    "Unset EARSHOT_LOG; raise the level of single calls only (earshot log)."));
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

    private static List<Finding> quota(CpuQuota quota) {
        String fix =
                "Give it more, and no limit where that can be (resources.limits.cpu of Kubernetes, --cpus of docker,"
                        + " CPUQuota= of systemd).";
        if (quota.processors() < 1) {
            return List.of(Finding.warning(
                    FaultClass.MACHINE,
                    String.format(
                            Locale.ROOT,
                            "the container may use %.2f of one processor only, and stands still for the rest of each period",
                            quota.processors()),
                    fix));
        }
        return quota.throttled() > THROTTLED
                ? List.of(Finding.warning(
                        FaultClass.MACHINE,
                        String.format(
                                Locale.ROOT,
                                "the container used up its %.2f processors in %.0f %% of all periods and stood still: audio"
                                        + " stutters",
                                quota.processors(),
                                100 * quota.throttled()),
                        fix))
                : List.of();
    }

    /** Serial and parallel stop everything for a time that grows with the heap. */
    private static boolean pausing(Facts facts) {
        return facts.heapMb > LARGE_HEAP_MB
                && facts.collectors.stream().anyMatch(it -> it.startsWith("PS ") || it.equals("MarkSweepCompact"));
    }

    private static String measured(Facts facts) {
        return String.format(
                Locale.ROOT,
                "%d processors%s, threads wake %.1f ms late, heap %d MB, %s, %s descriptors, receive buffer %s octets",
                facts.processors,
                facts.quota.processors() < 0
                        ? ""
                        : String.format(Locale.ROOT, " (quota %.2f)", facts.quota.processors()),
                facts.latenessMs,
                facts.heapMb,
                facts.collectors.stream()
                        .map(it -> it.split(" ", 2)[0])
                        .distinct()
                        .collect(Collectors.joining("+")),
                facts.descriptors == UNKNOWN ? "?" : Long.toString(facts.descriptors),
                facts.receiveBuffer == UNKNOWN ? "?" : Long.toString(facts.receiveBuffer));
    }
}
