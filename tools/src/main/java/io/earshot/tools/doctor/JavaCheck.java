package io.earshot.tools.doctor;

import io.earshot.media.codec.AudioCodec;
import io.earshot.media.codec.Codecs;
import io.earshot.media.net.MediaLoops;
import io.earshot.media.net.MediaLoopsConfig;
import java.util.ArrayList;
import java.util.List;

/** The Java platform and the native libraries. */
final class JavaCheck implements Check {
    private static final int LEAST_JAVA = 25;

    /**
     * What was found. Immutable.
     *
     * @param version feature number of the platform, such as 25
     * @param platform operating system and processor
     * @param opus whether libopus is loaded
     * @param transport what carries packets: "epoll", another native one, or "nio"
     */
    record Facts(int version, String platform, boolean opus, String transport) {}

    @Override
    public String name() {
        return "java";
    }

    @Override
    public Verdict run(Patient patient) {
        String platform = System.getProperty("os.name") + " " + System.getProperty("os.arch");
        boolean rooms = patient.configured() && patient.livekit().configured();
        boolean opusWanted = rooms
                || (patient.configured() && patient.config().media().codecs().contains(AudioCodec.OPUS));
        return judge(
                new Facts(Runtime.version().feature(), platform, Codecs.available(AudioCodec.OPUS), transport()),
                opusWanted);
    }

    private static String transport() {
        try (MediaLoops loops = MediaLoops.start(new MediaLoopsConfig(1, 5, true))) {
            return loops.transportName();
        }
    }

    static Verdict judge(Facts facts, boolean opusWanted) {
        List<Finding> findings = new ArrayList<>();
        if (facts.version < LEAST_JAVA) {
            findings.add(Finding.fault(
                    FaultClass.MACHINE,
                    "Java " + facts.version + " is too old",
                    "Install a JDK " + LEAST_JAVA + " or newer and point JAVA_HOME at it."));
        }
        if (!facts.opus && opusWanted) {
            findings.add(Finding.fault(
                    FaultClass.MACHINE,
                    "there is no libopus for " + facts.platform + ", which rooms and the trunk's Opus need",
                    "Run on Linux on x86-64 or ARM64, or take opus out of media.codecs and use no rooms."));
        }
        // Which of the native ones it is makes no difference that can be heard.
        if (facts.transport.equals("nio")) {
            findings.add(Finding.warning(
                    FaultClass.MACHINE,
                    "Netty's native transports are not available, so packets go the slower way",
                    "Run on Linux, and do not forbid native libraries in the temporary folder (noexec)."));
        }
        String measured = "Java " + facts.version + " on " + facts.platform + ", Opus "
                + (facts.opus ? "loaded" : "missing") + ", " + facts.transport;
        return Verdict.of(measured, findings);
    }
}
