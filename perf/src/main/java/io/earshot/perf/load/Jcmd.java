package io.earshot.perf.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Diagnostic commands to a JVM of ours. Blocks; used by one thread. */
public final class Jcmd {
    private static final Pattern HEAP_USED = Pattern.compile("used (\\d+)([KMG])");
    private static final Pattern NATIVE =
            Pattern.compile("-\\s+([A-Z][A-Za-z ]+) \\(reserved=\\d+KB, committed=(\\d+)KB");

    private static final Pattern MALLOC = Pattern.compile("\\bmalloc: (\\d+)KB");

    private final String program;
    private final long pid;

    /** To the process of this id. */
    public Jcmd(Installation installation, long pid) {
        this.program = installation.tool("jcmd");
        this.pid = pid;
    }

    /** What the JVM itself has from {@code malloc}, KiB, in such a summary; 0 when it is not there. */
    public static long mallocKb(String summary) {
        Matcher total = MALLOC.matcher(summary);
        return total.find() ? Long.parseLong(total.group(1)) : 0;
    }

    /** Sends one command and returns what it answered. */
    String send(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program, Long.toString(pid)));
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("jcmd " + String.join(" ", words) + ": " + answer);
        }
        return answer;
    }

    /** Heap in use after collecting all garbage, KiB. */
    public long liveHeapKb() throws IOException, InterruptedException {
        send("GC.run");
        return heapKb(send("GC.heap_info"));
    }

    /** Native memory of one kind, KiB, when the JVM tracks it; else 0. */
    public long nativeKb(String kind) throws IOException, InterruptedException {
        return nativeKb(send("VM.native_memory", "summary"), kind);
    }

    /** What the JVM tells of its memory outside the heap, when it tracks it. */
    public String nativeSummary() throws IOException, InterruptedException {
        return send("VM.native_memory", "summary");
    }

    /** Has the C library give back what nobody uses; what it says of that. */
    public String trim() throws IOException, InterruptedException {
        String answer = send("System.trim_native_heap");
        return answer.substring(answer.indexOf('\n') + 1).strip();
    }

    static long heapKb(String info) throws IOException {
        Matcher used = HEAP_USED.matcher(info);
        if (!used.find()) {
            throw new IOException("no heap figures in: " + info);
        }
        long value = Long.parseLong(used.group(1));
        return switch (used.group(2)) {
            case "G" -> value * 1_048_576;
            case "M" -> value * 1_024;
            default -> value;
        };
    }

    /** Committed memory of one kind, KiB, in such a summary; 0 when it is not there. */
    public static long nativeKb(String summary, String kind) {
        Matcher entry = NATIVE.matcher(summary);
        while (entry.find()) {
            if (entry.group(1).strip().equals(kind)) {
                return Long.parseLong(entry.group(2));
            }
        }
        return 0;
    }
}
