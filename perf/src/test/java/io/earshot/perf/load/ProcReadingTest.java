package io.earshot.perf.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ProcReadingTest {
    private static final String HEAD =
            "   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops";

    @Test
    void shouldCountDropsOfTheProcessOwnSocketsOnly() {
        List<String> table = List.of(HEAD, line("165125", 39), line("165126", 7), line("99", 1_000));
        assertEquals(46, UdpSockets.drops(table, Set.of("165125", "165126")));
    }

    @Test
    void shouldFindTheSocketsOfARunningProcess() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            assertTrue(socket.isBound());
            assertEquals(0, UdpSockets.drops(ProcessHandle.current().pid()));
        }
    }

    @Test
    void shouldSumThreadsOfOneKind() {
        Map<String, Long> times = new HashMap<>();
        ThreadTimes.add(times, stat("media-0", 5, 3));
        ThreadTimes.add(times, stat("media-1", 1, 1));
        ThreadTimes.add(times, stat("C2 CompilerThre", 7, 0));
        ThreadTimes.add(times, stat("ZWorkerYoung#0", 2, 0));
        assertEquals(Map.of("media", 10L, "C2 CompilerThre", 7L, "ZWorkerYoung", 2L), times);
    }

    @Test
    void shouldTellThreadsBusiestFirst() {
        ThreadTimes before = new ThreadTimes(Map.of("media", 100L));
        ThreadTimes after = new ThreadTimes(Map.of("media", 150L, "sip", 200L, "idle", 0L));
        Map<String, Double> percent = after.percentSince(before, 10_000);
        assertEquals(List.of("sip", "media"), new ArrayList<>(percent.keySet()));
        assertEquals(5.0, percent.get("media"), 1e-9);
    }

    @Test
    void shouldReadWhatThisProcessUses() throws IOException {
        ProcessUsage usage = ProcessUsage.of(ProcessHandle.current().pid());
        assertTrue(usage.residentKb() > 1_000 && usage.threads() > 1 && usage.descriptors() > 1, usage.toString());
        assertTrue(MachineUsage.now().totalMs() > 0);
    }

    private static String line(String inode, long drops) {
        return " 1233: 0100007F:55F0 00000000:0000 07 00000000:00034000 00:00000000 00000000     0        0 " + inode
                + " 2 00000000676fb05c " + drops;
    }

    private static String stat(String name, long user, long system) {
        return "12 (" + name + ") S 1 2 3 4 5 6 7 8 9 10 " + user + " " + system + " 0 0 20 0 1 0";
    }
}
