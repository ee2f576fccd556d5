package io.earshot.tools.peers;

import java.io.IOException;
import java.util.List;

/**
 * A firewall in the tests' own namespace that drops what is sent to one port, and says nothing: such packets are routed to an interface at which
 * nobody listens. Confined to the test's thread.
 */
final class Filter implements AutoCloseable {
    private final List<String> rule;

    /** Drops what goes to {@code port} over {@code protocol}, {@code tcp} or {@code udp}. */
    Filter(String protocol, int port) throws Exception {
        if (System.getenv("EARSHOT_NAMESPACE") == null) {
            throw Installed.missing("a network namespace (tools/src/peers/namespace), in which packets may be dropped");
        }
        rule = List.of("ipproto", protocol, "dport", Integer.toString(port), "lookup", "100");
        ip("route", "replace", "default", "dev", "peers0", "table", "100");
        // Before the kernel's own table, which else takes all that is for this machine.
        if (ip("rule", "show", "pref", "20").isEmpty()) {
            ip("rule", "add", "pref", "20", "lookup", "local");
            ip("rule", "del", "pref", "0");
        }
        ip(change("add"));
    }

    @Override
    public void close() throws Exception {
        ip(change("del"));
    }

    private String[] change(String action) {
        return java.util.stream.Stream.concat(java.util.stream.Stream.of("rule", action, "pref", "5"), rule.stream())
                .toArray(String[]::new);
    }

    private static String ip(String... arguments) throws Exception {
        List<String> command = new java.util.ArrayList<>(List.of("ip"));
        command.addAll(List.of(arguments));
        Process ip = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(ip.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (ip.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + ": " + said);
        }
        return said;
    }
}
