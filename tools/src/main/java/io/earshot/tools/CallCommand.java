package io.earshot.tools;

import io.earshot.media.codec.AudioCodec;
import io.earshot.media.codec.Codecs;
import io.earshot.sip.tls.TlsConfig;
import io.earshot.sip.tls.TlsFault;
import io.earshot.tools.call.CallOutcome;
import io.earshot.tools.call.CallPlan;
import io.earshot.tools.call.CallWatcher;
import io.earshot.tools.call.Phrases;
import io.earshot.tools.call.SipStep;
import io.earshot.tools.call.Softphone;
import io.earshot.tools.call.Utterance;
import io.earshot.tools.console.Exit;
import io.earshot.tools.console.Ink;
import io.earshot.tools.console.JsonFlag;
import io.earshot.tools.report.CallReport;
import io.earshot.tools.report.LatencyFigures;
import io.earshot.tools.report.ReportJson;
import io.earshot.tools.report.TextReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The softphone alone. */
@Command(
        name = "call",
        description = {
            "Places a call, says recordings in turn with whoever answers, and measures from the caller's end how long"
                    + " each answer took.",
            ""
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Exit codes: 0 answered, 1 not answered or failed, 3 answered but nothing was heard, 64 wrong usage.",
            "Example: earshot call sip:agent@127.0.0.1:5060 --wav opening-hours --wav stop-please@+900"
        })
final class CallCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "sip:USER@HOST:PORT", description = "Whom to call.")
    private String target;

    @Option(
            names = "--wav",
            paramLabel = "FILE[@MS|@+MS]",
            description = "What to say: a WAV file (8 or 16 kHz) or a phrase that comes with Earshot. Said when the"
                    + " agent is quiet; with @MS, so long after the answer; with @+MS, so long into the agent's next"
                    + " speech. May be repeated. The caller hangs up after the last answer.")
    private List<String> wavs = List.of();

    @Option(
            names = "--codec",
            paramLabel = "CODEC",
            split = ",",
            description = "Codecs to offer, best first: ${COMPLETION-CANDIDATES}. Default: all available.")
    private List<AudioCodec> codecs = List.of();

    @Option(names = "--ptime", paramLabel = "MS", description = "Packet time, 10 to 60 ms. Default: ${DEFAULT-VALUE}.")
    private int ptimeMs = 20;

    @Option(names = "--tcp", description = "SIP over TCP instead of UDP.")
    private boolean tcp;

    @Option(names = "--tls", description = "SIP over TLS; a target with sips: or ;transport=tls asks for it too.")
    private boolean tls;

    @Option(
            names = "--tls-ca",
            paramLabel = "FILE",
            description = "PEM file of the authorities that may have signed the server's certificate. Default: those of"
                    + " the Java runtime.")
    private String tlsCa = "";

    @Option(names = "--tls-insecure", description = "Take any certificate of the server.")
    private boolean tlsInsecure;

    @Option(names = "--tls-cert", paramLabel = "FILE", description = "PEM file of a certificate to show the server.")
    private String tlsCertificate = "";

    @Option(names = "--tls-key", paramLabel = "FILE", description = "PEM file of its key.")
    private String tlsKey = "";

    @Option(
            names = "--srtp",
            paramLabel = "HOW",
            description = "Encrypt the audio, with keys in SDP or by DTLS: ${COMPLETION-CANDIDATES}. Default: off.")
    private CallPlan.Srtp srtp = CallPlan.Srtp.OFF;

    @Option(names = "--from", paramLabel = "URI", description = "Caller's URI. Default: ${DEFAULT-VALUE}.")
    private String from = "sip:caller@earshot.invalid";

    @Option(names = "--dtmf", paramLabel = "DIGITS", description = "Keys to press a second after the answer.")
    private String digits = "";

    @Option(
            names = "--duration",
            paramLabel = "SECONDS",
            description = "Hang up so long after the answer. Default: ${DEFAULT-VALUE}.")
    private int seconds = 120;

    @Option(names = "--record", paramLabel = "FILE", description = "Write a stereo WAV: caller left, agent right.")
    private @Nullable Path record;

    @Option(names = "--pcap", paramLabel = "FILE", description = "Write SIP and RTP as a packet capture.")
    private @Nullable Path pcap;

    @Mixin
    private JsonFlag json = new JsonFlag();

    @Override
    public Integer call() throws IOException {
        CallPlan plan = plan();
        PrintWriter out = spec.commandLine().getOut();
        try (Softphone phone = softphone()) {
            Runtime.getRuntime().addShutdownHook(new Thread(phone::close, "hang-up"));
            CallOutcome outcome = phone.call(plan, json.wanted() ? CallWatcher.NONE : progress());
            out.print(json.wanted() ? ReportJson.write(outcome) + "\n" : text(outcome));
            out.flush();
            return exitCode(outcome);
        }
    }

    private Softphone softphone() throws IOException {
        try {
            TlsConfig.ServerCheck check = tlsInsecure ? TlsConfig.ServerCheck.NONE : TlsConfig.ServerCheck.NAME;
            return Softphone.towards(
                    target,
                    TlsConfig.defaults()
                            .withCertificate(0, tlsCertificate, tlsKey)
                            .withServers(check, tlsCa));
        } catch (TlsFault e) {
            throw new ParameterException(spec.commandLine(), e.reason(), e);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private CallPlan plan() {
        try {
            List<Utterance> lines = new ArrayList<>();
            for (String wav : wavs) {
                lines.add(Phrases.parse(wav));
            }
            return new CallPlan(
                    target,
                    from,
                    transport(),
                    codecs.isEmpty() ? available() : codecs,
                    ptimeMs,
                    lines,
                    digits,
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(seconds),
                    record,
                    pcap,
                    srtp);
        } catch (IOException | IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private String transport() {
        if (tls) {
            return "TLS";
        }
        return tcp ? "TCP" : "UDP";
    }

    private static List<AudioCodec> available() {
        return List.of(AudioCodec.values()).stream().filter(Codecs::available).toList();
    }

    private CallWatcher progress() {
        PrintWriter err = spec.commandLine().getErr();
        return new CallWatcher() {
            @Override
            public void onSip(SipStep step) {
                if (!step.outgoing() && step.text().startsWith("18")) {
                    say(err, "ringing");
                }
            }

            @Override
            public void onAnswered(String codec) {
                say(err, "answered, " + codec);
            }

            @Override
            public void onSaying(String utterance) {
                say(err, "saying " + utterance);
            }

            @Override
            public void onAgentTalking() {
                say(err, "agent speaks");
            }
        };
    }

    private static void say(PrintWriter err, String text) {
        err.println("earshot: " + text);
        err.flush();
    }

    private static String text(CallOutcome outcome) {
        CallReport report = new CallReport(
                "", outcome, null, LatencyFigures.Table.EMPTY, new CallReport.Files(null, null, null, null));
        return new TextReport(Ink.forTerminal()).all(report) + "\n" + end(outcome) + "\n";
    }

    private static String end(CallOutcome outcome) {
        String trouble = outcome.trouble().isEmpty() ? "" : ": " + outcome.trouble();
        return outcome.status() == 0
                ? "No final response" + trouble
                : outcome.status() + " " + outcome.reason() + ", ended by " + outcome.endedBy() + trouble;
    }

    private static int exitCode(CallOutcome outcome) {
        if (!outcome.answered()) {
            return Exit.FAILED;
        }
        return outcome.agentSpeech().isEmpty() ? Exit.UNHEARD : Exit.OK;
    }
}
