package io.earshot.tools.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.earshot.tools.call.Cue;
import io.earshot.tools.call.Phrases;
import io.earshot.tools.call.Utterance;
import io.earshot.tools.capture.WavWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A telephone of other people's making, Debian's baresip, holds a call with the bridge. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class BaresipTest {
    private static final String MISSING = "baresip is missing: apt-get install baresip-core";
    private static final int SECONDS = 13;
    private static final int LEAD_MS = 4_000;
    private static final int TAIL_MS = 12_000;

    @TempDir
    Path directory;

    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest(name = "{0} over {2}, {4}")
    @CsvSource({
        "PCMU, PCMU/8000/1, udp, 8000, '', none",
        "G722, G722/16000/1, tcp, 16000, '', none",
        "PCMU, PCMU/8000/1, tls, 8000, srtp-mand, sdes",
        "PCMA, PCMA/8000/1, tls, 8000, srtp, sdes",
        "G722, G722/16000/1, tls, 16000, dtls_srtp, dtls",
        "PCMU, PCMU/8000/1, udp, 8000, dtls_srtp, dtls",
    })
    void shouldHoldACallWithBaresip(
            String codec, String baresipCodec, String transport, int sampleRate, String encryption, String protection)
            throws Exception {
        Certificates authority = new Certificates(directory, "test");
        try (BridgeUnderTest bridge =
                BridgeUnderTest.start(authority.issue("bridge", "127.0.0.1").listening())) {
            configure(baresipCodec, sampleRate, authority, encryption);
            int port = transport.equals("tls") ? bridge.bridge.sipTlsPort() : bridge.sipPort();
            String log = dial("sip:baresip@127.0.0.1:" + port + ";transport=" + transport);

            JsonNode calls = new com.fasterxml.jackson.databind.ObjectMapper()
                    .readTree(bridge.get("/v1/calls"))
                    .path("calls");
            assertThat(calls).as(log).hasSize(1);
            JsonNode call = bridge.endedCall(calls.get(0).path("callId").asText());
            assertThat(call.path("codec").asText()).isEqualTo(codec);
            assertThat(call.path("quality").path("protection").path("kind").asText())
                    .isEqualTo(protection);
            assertThat(BridgeUnderTest.said(call, "caller")).containsExactly(BridgeUnderTest.REPAIR_PRICE);
            assertThat(BridgeUnderTest.said(call, "agent")).anyMatch(text -> text.contains("thirty euros"));
            assertThat(call.path("end").path("by").asText()).isEqualTo("caller");
            JsonNode quality = call.path("quality");
            assertThat(quality.path("received").path("packets").asLong()).isGreaterThan(400);
            assertThat(quality.path("received").path("lost").asLong()).isZero();
            assertThat(quality.path("sent").path("packets").asLong()).isGreaterThan(400);
            assertThat(log).contains("Call established");
        }
    }

    /** Dials, lets baresip hang up when its time is over, and returns what it printed. */
    private String dial(String uri) throws Exception {
        Path log = directory.resolve("baresip.log");
        List<String> command = List.of(
                "baresip", "-4", "-f", directory.toString(), "-t", Integer.toString(SECONDS), "-e", "/dial " + uri);
        Process baresip = started(command, log);
        try {
            assertThat(baresip.waitFor(SECONDS + 20, TimeUnit.SECONDS))
                    .as("baresip ended")
                    .isTrue();
        } finally {
            baresip.destroyForcibly();
        }
        return Files.readString(log, java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    private Process started(List<String> command, Path log) {
        try {
            return new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
        } catch (IOException e) {
            throw new AssertionError(MISSING, e);
        }
    }

    private void configure(String codec, int sampleRate, Certificates authority, String encryption) throws Exception {
        Path said = directory.resolve("said.wav");
        write(said, Phrases.recorded("repair-price", new Cue.Turn()), sampleRate);
        Files.writeString(directory.resolve("config"), """
                poll_method epoll
                sip_listen 127.0.0.1:0
                audio_source aufile,%1$s
                audio_player aufile,%2$s/heard.wav
                audio_alert aufile,%2$s/alert.wav
                ausrc_srate %3$d
                auplay_srate %3$d
                ausrc_channels 1
                auplay_channels 1
                rtp_ports 30000-31000
                rtcp_enable yes
                sip_cafile %5$s
                sip_certificate %6$s
                module_path %4$s
                module g711.so
                module g722.so
                module srtp.so
                module dtls_srtp.so
                module aufile.so
                module uuid.so
                module_app account.so
                module_app menu.so
                """.formatted(
                        said,
                        directory,
                        sampleRate,
                        modules(),
                        authority.authority(),
                        authority.issue("baresip", "127.0.0.1").together()));
        Files.writeString(
                directory.resolve("accounts"),
                "<sip:baresip@127.0.0.1>;regint=0;audio_codecs=" + codec.toLowerCase(Locale.ROOT)
                        + (encryption.isEmpty() ? "" : ";mediaenc=" + encryption) + "\n");
        Files.writeString(directory.resolve("contacts"), "");
    }

    private static void write(Path file, Utterance phrase, int sampleRate) throws IOException {
        short[] pcm = at(phrase, sampleRate);
        try (WavWriter wav = WavWriter.create(file, sampleRate, 1)) {
            write(wav, new short[LEAD_MS * sampleRate / 1_000]);
            write(wav, pcm);
            write(wav, new short[TAIL_MS * sampleRate / 1_000]);
        }
    }

    private static void write(WavWriter wav, short[] samples) throws IOException {
        wav.write(samples, 0, samples.length);
    }

    /** The phrase at another rate: every sample doubled, or every other one left out, is good enough for a recogniser. */
    private static short[] at(Utterance phrase, int sampleRate) {
        short[] out = new short[(int) ((long) phrase.pcm().length * sampleRate / phrase.sampleRate())];
        for (int i = 0; i < out.length; i++) {
            out[i] = phrase.pcm()[(int) ((long) i * phrase.sampleRate() / sampleRate)];
        }
        return out;
    }

    /** Where Debian keeps baresip's modules; multi-architecture packages have a folder for each. */
    private static Path modules() throws IOException {
        try (Stream<Path> files = Files.find(
                Path.of("/usr/lib"), 4, (path, attributes) -> path.endsWith(Path.of("baresip/modules/g711.so")))) {
            return files.findFirst()
                    .orElseThrow(() -> new AssertionError(MISSING))
                    .getParent();
        }
    }
}
