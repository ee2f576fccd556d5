package io.earshot;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Holds the arrows between modules and packages, the sans-IO rule of the cores, and the bans on names and calls. The module tools
 * sees every other one but perf, so the rules live here.
 */
class ArchitectureTest {
    private static final JavaClasses EARSHOT = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.earshot");

    private static final String MEDIA = "io.earshot.media..";
    private static final String LIVEKIT = "io.earshot.livekit..";
    private static final String AI = "io.earshot.ai..";
    private static final String SIP = "io.earshot.sip..";
    private static final String BRIDGE = "io.earshot.bridge..";
    private static final String TOOLS = "io.earshot.tools..";

    /** Cores take bytes, events and time as arguments: no socket, thread, clock or lock of their own. */
    private static final String[] CORES = {
        "io.earshot.media.audio..",
        "io.earshot.media.codec..",
        "io.earshot.media.ice..",
        "io.earshot.media.jitter..",
        "io.earshot.media.jsep..",
        "io.earshot.media.retry..",
        "io.earshot.media.rtcp..",
        "io.earshot.media.rtp..",
        "io.earshot.media.sctp..",
        "io.earshot.media.sdp..",
        "io.earshot.media.srtp..",
        "io.earshot.media.stream..",
        "io.earshot.ai.agent..",
        "io.earshot.ai.turn..",
        "io.earshot.ai.vad..",
        "io.earshot.livekit.data..",
        "io.earshot.livekit.dispatch..",
        "io.earshot.livekit.signal..",
        "io.earshot.sip.digest..",
        "io.earshot.livekit.token..",
        "io.earshot.livekit.transcription..",
        "io.earshot.livekit.webhook..",
        "io.earshot.livekit.worker..",
    };

    /** The shells that join a core to the call's loop, in the core's own package so that the core stays out of sight. */
    private static final String SHELLS =
            "io\\.earshot\\.(ai\\.agent\\.(Agent|Providers|Tool)|livekit\\.worker\\.AgentWorker|media\\.retry\\.SharedBreaker)(\\$.*)?";

    @ParameterizedTest
    @ValueSource(strings = {"media", "livekit", "ai", "sip", "bridge", "tools"})
    void shouldFindClassesUnderEachRoot(String root) {
        assertThat(EARSHOT.that(resideInAnyPackage("io.earshot." + root + "..")))
                .isNotEmpty();
    }

    @Test
    void shouldLetMediaSeeNoOtherModule() {
        check(noClasses()
                .that()
                .resideInAPackage(MEDIA)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(LIVEKIT, AI, SIP, BRIDGE, TOOLS));
    }

    @Test
    void shouldLetLiveKitSeeMediaAlone() {
        check(noClasses()
                .that()
                .resideInAPackage(LIVEKIT)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(AI, SIP, BRIDGE, TOOLS));
    }

    @Test
    void shouldLetAiSeeNothingButMediaAudioRetryAndSecret() {
        check(noClasses()
                .that()
                .resideInAPackage(AI)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(LIVEKIT, SIP, BRIDGE, TOOLS));
        check(noClasses()
                .that()
                .resideInAPackage(AI)
                .should()
                .dependOnClassesThat(resideInAnyPackage(MEDIA)
                        .and(not(resideInAnyPackage(
                                "io.earshot.media.audio..",
                                "io.earshot.media.retry..",
                                "io.earshot.media.secret..")))));
    }

    @Test
    void shouldLetSipStandAlone() {
        check(noClasses()
                .that()
                .resideInAPackage(SIP)
                .should()
                // A type that keeps its text to itself is for all who hold a password.
                .dependOnClassesThat(resideInAnyPackage(MEDIA, LIVEKIT, AI, BRIDGE, TOOLS)
                        .and(not(resideInAnyPackage("io.earshot.media.secret")))));
    }

    @Test
    void shouldLetRoomsAloneSeePeerConnections() {
        check(noClasses()
                .that()
                .resideOutsideOfPackages(
                        "io.earshot.media.webrtc..", "io.earshot.media.jsep..", "io.earshot.livekit.room..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.earshot.media.webrtc..", "io.earshot.media.jsep.."));
    }

    @Test
    void shouldKeepTheBridgeFreeOfTheTools() {
        check(noClasses()
                .that()
                .resideInAPackage(BRIDGE)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(TOOLS));
    }

    @Test
    void shouldKeepEachSecurityLibraryBehindOnePackage() {
        check(noClasses()
                .that(resideOutsideOfPackages("io.earshot.media.dtls.."))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.bouncycastle.."));
        check(noClasses()
                .that(resideOutsideOfPackages("io.earshot.media.srtp.."))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.jitsi.."));
    }

    @Test
    void shouldHaveNoCyclesBetweenPackages() {
        check(slices().matching("io.earshot.(**)").should().beFreeOfCycles());
    }

    @Test
    void shouldKeepThreadsSocketsAndLocksOutOfCores() {
        check(noClasses()
                .that()
                .resideInAnyPackage(CORES)
                .and()
                .haveNameNotMatching(SHELLS)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.util.concurrent..", "java.nio.channels..", "io.netty.channel.."));
        check(noClasses()
                .that()
                .resideInAnyPackage(CORES)
                .should()
                .dependOnClassesThat()
                .areAssignableTo(Thread.class));
        check(noClasses()
                .that()
                .resideInAnyPackage(CORES)
                .should()
                .dependOnClassesThat()
                .haveNameMatching("java\\.net\\.(.*Socket|ServerSocket|URLConnection|HttpURLConnection)"));
    }

    @Test
    void shouldKeepClocksOutOfCores() {
        check(noClasses()
                .that()
                .resideInAnyPackage(CORES)
                .and()
                .haveNameNotMatching(SHELLS)
                .should()
                .callMethod(System.class, "nanoTime"));
        check(noClasses().that().resideInAnyPackage(CORES).should().callMethod(System.class, "currentTimeMillis"));
        check(noClasses()
                .that()
                .resideInAnyPackage(CORES)
                .and()
                .haveNameNotMatching(SHELLS)
                .should()
                .callMethod(Instant.class, "now"));
        check(noClasses()
                .that()
                .resideInAnyPackage(CORES)
                .should()
                .dependOnClassesThat()
                .areAssignableTo(Clock.class));
    }

    @Test
    void shouldKeepARoomsPolicyFromSocketsThreadsAndClocks() {
        String policy =
                "io\\.earshot\\.livekit\\.room\\.(RoomMachine|RoomContent|RoomData|Roster|Publications|Subscriptions"
                        + "|Peers|Negotiation|Requests|Ladder|Sessions|DataPackets|OwnDetails|Ends|Protos|LocalAudio)(\\$.*)?";
        check(noClasses()
                .that()
                .haveNameMatching(policy)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.util.concurrent..",
                        "io.netty.channel..",
                        "io.earshot.media.webrtc..",
                        "io.earshot.livekit.ws.."));
        check(noClasses().that().haveNameMatching(policy).should().callMethod(System.class, "nanoTime"));
        check(noClasses().that().haveNameMatching(policy).should().callMethod(Instant.class, "now"));
        assertThat(EARSHOT.stream().filter(it -> it.getName().matches(policy))).hasSizeGreaterThan(15);
    }

    @Test
    void shouldMarkEveryPackageForNullness() {
        List<String> unmarked = EARSHOT.getPackage("io.earshot").getSubpackagesInTree().stream()
                .filter(it -> !it.getClasses().isEmpty())
                .filter(it -> !it.isAnnotatedWith(NullMarked.class))
                .map(JavaPackage::getName)
                .toList();

        assertThat(unmarked).isEmpty();
    }

    @Test
    void shouldNameClassesByWhatTheyAre() {
        check(noClasses().should().haveNameMatching(".*(Impl|Manager|Util|Utils|Helper)"));
        check(noClasses().should().haveSimpleNameStartingWith("Abstract"));
    }

    @Test
    void shouldLogThroughTheFacadeAlone() {
        check(noClasses().should().dependOnClassesThat().resideInAPackage("java.util.logging.."));
    }

    @Test
    void shouldLeaveStandardOutputToTheTools() {
        check(noClasses().that(resideOutsideOfPackages(TOOLS)).should().accessField(System.class, "out"));
        check(noClasses().that(resideOutsideOfPackages(TOOLS)).should().callMethod(Throwable.class, "printStackTrace"));
    }

    @Test
    void shouldLookUpNoNamesInCores() {
        check(noClasses()
                .that()
                .resideInAnyPackage(CORES)
                .should()
                .callMethod(java.net.InetAddress.class, "getByName", String.class));
        check(classes()
                .that()
                .resideInAnyPackage(CORES)
                .should()
                .onlyDependOnClassesThat()
                .resideOutsideOfPackages("javax.naming.."));
    }

    private static void check(ArchRule rule) {
        rule.check(EARSHOT);
    }
}
