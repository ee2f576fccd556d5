package io.earshot.tools.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.earshot.media.codec.AudioCodec;
import io.earshot.tools.capture.WavAudio;
import io.earshot.tools.capture.WavReader;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The softphone against a real user agent on loopback. */
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class SoftphoneTest {
    private static final int ECHO_MS = 900;

    @TempDir
    Path directory;

    @Test
    void shouldTalkWithWhoeverAnswersAndMeasureTheAnswer() throws IOException {
        Path wav = directory.resolve("call.wav");
        Path pcap = directory.resolve("call.pcap");
        try (EchoAgent agent = new EchoAgent(ECHO_MS, true);
                Softphone phone = Softphone.at(InetAddress.getLoopbackAddress())) {
            CallPlan plan =
                    CallPlan.to(agent.uri(), List.of(tone("hello", 600))).recorded(wav, pcap);

            CallOutcome call = phone.call(plan, CallWatcher.NONE);

            assertThat(call.status()).isEqualTo(200);
            assertThat(call.endedBy()).isEqualTo("caller");
            assertThat(call.codec()).isEqualTo("PCMU");
            assertThat(call.turns()).singleElement().satisfies(turn -> {
                assertThat(turn.endMs() - turn.startMs()).isCloseTo(580, within(100.0));
                assertThat(turn.gapMs()).isCloseTo(ECHO_MS - 580, within(120.0));
            });
            assertThat(call.ladder().stream().map(SipStep::text).toList())
                    .containsSubsequence("INVITE", "180 Ringing", "200 OK", "ACK", "BYE", "200 OK");
            assertThat(call.quality()).isNotNull();
            assertThat(call.quality().received().lost()).isZero();
        }
        assertRecorded(wav);
        assertThat(Files.size(pcap)).isGreaterThan(2 * 100 * 200L);
    }

    @Test
    void shouldTellTheStatusOfARefusedCall() throws IOException {
        try (EchoAgent agent = new EchoAgent(0, false);
                Softphone phone = Softphone.at(InetAddress.getLoopbackAddress())) {
            CallOutcome call = phone.call(CallPlan.to(agent.uri(), List.of()), CallWatcher.NONE);

            assertThat(call.status()).isEqualTo(486);
            assertThat(call.reason()).isEqualTo("Busy Here");
            assertThat(call.answered()).isFalse();
            assertThat(call.quality()).isNull();
        }
    }

    @Test
    void shouldPressKeysAndNoticeWhenTheOtherEndHangsUp() throws IOException {
        try (EchoAgent agent = new EchoAgent(0, true);
                Softphone phone = Softphone.at(InetAddress.getLoopbackAddress())) {
            CallPlan quiet = CallPlan.to(agent.uri(), List.of());
            CallPlan pressing = new CallPlan(
                    quiet.target(),
                    quiet.from(),
                    "TCP",
                    List.of(AudioCodec.PCMA),
                    30,
                    List.of(),
                    "#",
                    quiet.ringing(),
                    Duration.ofSeconds(10),
                    null,
                    null);

            CallOutcome call = phone.call(pressing, CallWatcher.NONE);

            assertThat(call.endedBy()).isEqualTo("agent");
            assertThat(call.codec()).isEqualTo("PCMA");
            assertThat(call.endedMs()).isLessThan(5_000);
        }
    }

    @Test
    void shouldHangUpAfterTheGivenTime() throws IOException {
        try (EchoAgent agent = new EchoAgent(0, true);
                Softphone phone = Softphone.at(InetAddress.getLoopbackAddress())) {
            CallPlan plan = CallPlan.to(agent.uri(), List.of()).lasting(Duration.ofMillis(400));

            CallOutcome call = phone.call(plan, CallWatcher.NONE);

            assertThat(call.endedMs() - call.answeredMs()).isCloseTo(400, within(250.0));
            assertThat(call.endedBy()).isEqualTo("caller");
        }
    }

    private static void assertRecorded(Path file) throws IOException {
        WavAudio wav = WavReader.read(file);
        int caller = firstSound(wav.channel(0));
        int agent = firstSound(wav.channel(1));
        assertThat(wav.sampleRate()).isEqualTo(8_000);
        assertThat((agent - caller) / 8.0).isCloseTo(ECHO_MS, within(120.0));
    }

    private static int firstSound(short[] samples) {
        int i = 0;
        while (Math.abs(samples[i]) < 500) {
            i++;
        }
        return i;
    }

    private static Utterance tone(String name, int millis) {
        short[] pcm = new short[millis * 8];
        for (int i = 0; i < pcm.length; i++) {
            pcm[i] = (short) (8_000 * Math.sin(i * 0.4 + 0.3));
        }
        return new Utterance(name, 8_000, pcm, new Cue.Clock(300));
    }
}
