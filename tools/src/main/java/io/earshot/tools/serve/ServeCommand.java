package io.earshot.tools.serve;

import io.earshot.bridge.Bridge;
import io.earshot.bridge.config.ConfigChange;
import io.earshot.bridge.config.ConfigException;
import io.earshot.bridge.config.ConfigFault;
import io.earshot.bridge.config.ConfigSource;
import io.earshot.bridge.config.LiveConfig;
import io.earshot.bridge.log.ProcessLog;
import io.earshot.bridge.reload.Trigger;
import io.earshot.tools.console.Exit;
import io.earshot.tools.simulate.SimulatorConfig;
import io.earshot.tools.simulate.Simulators;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the bridge. Prints one line when it takes calls; TERM drains, a second TERM or INT stops at once. */
@Command(
        name = "serve",
        description = "Runs the bridge until it is stopped.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Keys come from DEEPGRAM_API_KEY, GROQ_API_KEY and CARTESIA_API_KEY, or from the configuration.",
            "TERM refuses new calls and waits for the running ones; INT stops at once. HUP reads the configuration again:",
            "new calls have what it says now, running ones keep what they have; a broken one changes nothing.",
            "Exit codes: 0 stopped, 1 failed (an address in use, say), 64 wrong usage, 78 wrong configuration."
        })
public final class ServeCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ConfigOptions options = new ConfigOptions();

    @Option(
            names = "--sandbox",
            description = "No key, no file, loopback only: simulated providers, every number is answered.")
    private boolean sandbox;

    @Option(
            names = "--sip",
            paramLabel = "HOST:PORT",
            description = "Where SIP is taken (sip.host, sip.udp_port, sip.tcp_port).")
    private @Nullable String sip;

    @Option(names = "--http", paramLabel = "HOST:PORT", description = "Where HTTP is served (http.host, http.port).")
    private @Nullable String http;

    @Option(
            names = "--log-format",
            paramLabel = "text|json",
            description = "How log lines look (log.format): for people, or one JSON object a line.")
    private @Nullable String logFormat;

    @Option(
            names = "--drain-seconds",
            paramLabel = "N",
            description = "How long TERM waits for running calls (calls.drain_seconds).")
    private @Nullable Integer drainSeconds;

    private final Map<String, String> environment;
    private final CountDownLatch stopped = new CountDownLatch(1);

    /** Made by the command line. */
    public ServeCommand() {
        this(System.getenv());
    }

    /** The same in another environment. */
    ServeCommand(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    @Override
    public Integer call() throws Exception {
        // Before there are threads that log at once: logging would say that it kept some lines back.
        LoggerFactory.getILoggerFactory();
        PrintWriter err = spec.commandLine().getErr();
        try (Simulators simulators = sandbox ? Simulators.start(SimulatorConfig.defaults()) : null) {
            Signals.on("HUP", () -> {}); // not the end of a bridge that is still starting
            ConfigSource source = source(simulators);
            LiveConfig live = new LiveConfig(source.load());
            ProcessLog.configure(live.now().log());
            live.onChange(ServeCommand::changeLog);
            try (Bridge bridge = Bridge.start(live, source)) {
                Signals.on("HUP", () -> bridge.reload(Trigger.SIGNAL));
                stopOnSignals(bridge);
                announce(bridge);
                stopped.await();
            }
            return Exit.OK;
        } catch (ConfigException wrong) {
            err.println("earshot: the configuration cannot be used:");
            for (ConfigFault fault : wrong.faults()) {
                err.println("  " + fault);
            }
            return Exit.CONFIGURATION;
        } catch (IOException failed) {
            err.println("earshot: " + failed.getMessage());
            return Exit.FAILED;
        }
    }

    /** Running calls' lines change with it: a log is one for all. */
    private static void changeLog(ConfigChange change) {
        if (change.touches("log")) {
            ProcessLog.configure(change.now().log());
        }
    }

    private ConfigSource source(@Nullable Simulators simulators) {
        List<String> all = new ArrayList<>();
        if (simulators != null) {
            all.addAll(Sandbox.settings(simulators));
        }
        if (sip != null) {
            all.addAll(List.of("sip.host=" + host(sip), "sip.udp_port=" + port(sip), "sip.tcp_port=" + port(sip)));
        }
        if (http != null) {
            all.addAll(List.of("http.host=" + host(http), "http.port=" + port(http)));
        }
        if (logFormat != null) {
            all.add("log.format=" + logFormat);
        }
        if (drainSeconds != null) {
            all.add("calls.drain_seconds=" + drainSeconds);
        }
        all.addAll(options.settings());
        return new ConfigSource(environment, configFile(), all);
    }

    private @Nullable Path configFile() {
        return sandbox ? options.namedFile() : options.file();
    }

    private void announce(Bridge bridge) {
        PrintWriter out = spec.commandLine().getOut();
        String addresses = "sip=" + text(bridge.sipAddress()) + " http=" + text(bridge.httpAddress());
        out.println("earshot ready " + addresses);
        out.flush();
        Systemd.of(environment).ready("takes calls, " + addresses);
    }

    private void stopOnSignals(Bridge bridge) {
        Signals.on("INT", stopped::countDown);
        Signals.on("TERM", new Runnable() {
            private boolean again;

            @Override
            public synchronized void run() {
                if (again) {
                    stopped.countDown();
                    return;
                }
                again = true;
                Thread.ofVirtual().start(() -> drain(bridge));
            }
        });
    }

    private void drain(Bridge bridge) {
        Systemd.of(environment).stopping("refuses new calls, waits for the running ones");
        try {
            int forced = bridge.drain();
            if (forced > 0) {
                spec.commandLine().getErr().println("earshot: " + forced + " calls did not end in time and were ended");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        stopped.countDown();
    }

    private static String text(InetSocketAddress address) {
        String host = address.getHostString();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
    }

    private static String host(String hostPort) {
        int colon = hostPort.lastIndexOf(':');
        return colon < 0 ? hostPort : hostPort.substring(0, colon).replaceAll("^\\[|]$", "");
    }

    private static String port(String hostPort) {
        int colon = hostPort.lastIndexOf(':');
        return colon < 0 ? "0" : hostPort.substring(colon + 1);
    }
}
