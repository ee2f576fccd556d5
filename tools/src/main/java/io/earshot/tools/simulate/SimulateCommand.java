package io.earshot.tools.simulate;

import io.earshot.tools.simulate.behaviour.Fault;
import io.earshot.tools.simulate.behaviour.Latency;
import io.earshot.tools.simulate.behaviour.LatencyPoint;
import io.earshot.tools.simulate.cartesia.SpeechSettings;
import io.earshot.tools.simulate.deepgram.ListenSettings;
import io.earshot.tools.simulate.speech.Ear;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code earshot simulate}: runs the simulators until the process is ended. Confined to the command's thread. */
@Command(
        name = "simulate",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Runs simulators of Deepgram, Groq and Cartesia, which speak their true protocols.")
public final class SimulateCommand implements Callable<Integer> {
    @Option(names = "--host", defaultValue = "127.0.0.1", description = "Address to listen at (${DEFAULT-VALUE}).")
    private String host = "127.0.0.1";

    @Option(names = "--port", defaultValue = "0", description = "Port of all three; 0: any free one.")
    private int port;

    @Option(names = "--threads", defaultValue = "2", description = "Event loops (${DEFAULT-VALUE}).")
    private int threads = 2;

    @Option(names = "--seed", defaultValue = "1", description = "Seed of all randomness (${DEFAULT-VALUE}).")
    private long seed = 1;

    @Option(
            names = "--latency",
            paramLabel = "POINT=DISTRIBUTION",
            description = {
                "A vendor's delay; can be repeated. Points: stt.final, llm.first-token, llm.token-interval,"
                        + " tts.first-audio. Distributions: fixed:120ms, uniform:80..200ms, normal:mean=120ms,sd=20ms,"
                        + " lognormal:p50=180ms,p99=600ms, replay:FILE (milliseconds, one a line)."
            })
    private Map<String, String> latencies = new LinkedHashMap<>();

    @Option(
            names = "--fault",
            paramLabel = "SERVICE:KIND[,OPTION=VALUE...]",
            description = {
                "Something that goes wrong; can be repeated. Services: deepgram, groq, cartesia. Kinds: refuse, limit,"
                        + " stall, disconnect, error, slow, garbage. Options: probability, every, after, times, status,"
                        + " delay, retry-after."
            })
    private List<String> faults = new ArrayList<>();

    @Option(names = "--real-time-factor", description = "Seconds to make a second of speech (${DEFAULT-VALUE}).")
    private double realTimeFactor = SpeechSettings.DEFAULTS.realTimeFactor();

    @Option(names = "--tts-concurrency", description = "Contexts active at once; 0: no limit.")
    private int ttsConcurrency;

    @Option(names = "--unknown", description = "What unknown speech is transcribed as; %%.1f stands for its seconds.")
    private String unknown = Ear.UNKNOWN;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        try (Simulators simulators = Simulators.start(config())) {
            spec.commandLine().getOut().println(ready(simulators));
            spec.commandLine().getOut().flush();
            new CountDownLatch(1).await();
        }
        return 0;
    }

    /** {@code earshot simulators ready deepgram=ws://... groq=http://... cartesia=ws://...}. */
    static String ready(Simulators simulators) {
        return "earshot simulators ready deepgram=" + simulators.deepgram() + " groq=" + simulators.groq()
                + " cartesia=" + simulators.cartesia();
    }

    SimulatorConfig config() {
        try {
            SpeechSettings speech = new SpeechSettings(
                    realTimeFactor,
                    ttsConcurrency,
                    SpeechSettings.DEFAULTS.contextExpiry(),
                    SpeechSettings.DEFAULTS.idle());
            SimulatorConfig config = SimulatorConfig.defaults()
                    .withAddress(host, port)
                    .withThreads(threads)
                    .withSeed(seed)
                    .withSpeech(speech);
            ListenSettings listen = config.listen();
            return behaved(config.withListen(new ListenSettings(unknown, listen.interimMs(), listen.idle())));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private SimulatorConfig behaved(SimulatorConfig plain) {
        SimulatorConfig config = plain;
        for (Map.Entry<String, String> latency : latencies.entrySet()) {
            config = config.withLatency(LatencyPoint.of(latency.getKey()), Latency.parse(latency.getValue()));
        }
        for (String fault : faults) {
            config = config.withFault(Fault.parse(fault));
        }
        return config;
    }
}
