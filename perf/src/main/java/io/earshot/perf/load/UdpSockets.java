package io.earshot.perf.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Datagrams that the kernel dropped at a process's UDP sockets because it did not read them in time (Linux). */
final class UdpSockets {
    private static final Pattern SOCKET = Pattern.compile("socket:\\[(\\d+)]");
    private static final int INODE = 9;

    private UdpSockets() {}

    /** Drops at the sockets that the process has open now, since each was opened. */
    static long drops(long pid) throws IOException {
        Set<String> inodes = inodes(Path.of("/proc", Long.toString(pid), "fd"));
        Path net = Path.of("/proc", Long.toString(pid), "net");
        return drops(Files.readAllLines(net.resolve("udp")), inodes)
                + drops(Files.readAllLines(net.resolve("udp6")), inodes);
    }

    static long drops(List<String> table, Set<String> inodes) {
        long drops = 0;
        for (String line : table) {
            String[] fields = line.trim().split("\\s+");
            if (fields.length > INODE + 1 && inodes.contains(fields[INODE])) {
                drops += Long.parseLong(fields[fields.length - 1]);
            }
        }
        return drops;
    }

    private static Set<String> inodes(Path descriptors) throws IOException {
        Set<String> inodes = new HashSet<>();
        try (Stream<Path> links = Files.list(descriptors)) {
            for (Path link : links.toList()) {
                Matcher socket = SOCKET.matcher(target(link));
                if (socket.matches()) {
                    inodes.add(socket.group(1));
                }
            }
        }
        return inodes;
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return ""; // closed meanwhile
        }
    }
}
