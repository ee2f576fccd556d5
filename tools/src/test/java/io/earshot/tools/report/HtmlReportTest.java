package io.earshot.tools.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.tools.capture.WavAudio;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class HtmlReportTest {
    private static final WavAudio SOUND = stereo(tone(25, 3, 5), tone(25, 6, 9));

    @Test
    void shouldRenderTheSampleCallAsBefore() throws IOException {
        String page = HtmlReport.render(SampleReport.of(), null);

        Golden.assertMatches("sample.html", page.replaceAll("(?s)<style>.*?</style>|<script>.*?</script>", ""));
    }

    @Test
    void shouldDrawBothChannelsOfTheRecording() {
        String page = HtmlReport.render(SampleReport.of(), SOUND);

        assertThat(page.split("<path d=\"M0 0L0 ")).hasSize(3);
        assertThat(page).contains("viewBox=\"0 -1 1250 2\"");
    }

    @Test
    void shouldRefuseMarkupFromTheCall() {
        assertThat(HtmlReport.render(SampleReport.of(), null))
                .contains("Of course, &lt;please&gt; go ahead &amp; ask.")
                .doesNotContain("<please>");
    }

    @Test
    void shouldLoadNothingFromElsewhere() {
        assertThat(HtmlReport.render(SampleReport.of(), null))
                .doesNotContainPattern("(?i)(src|href)=\"(https?:)?//|@import|url\\(http");
    }

    @Test
    void shouldLeaveOutWhatIsNotKnown() {
        CallReport full = SampleReport.of();
        CallReport bare = new CallReport(
                "Bare", full.outside(), null, LatencyFigures.Table.EMPTY, new CallReport.Files(null, null, null, null));

        assertThat(HtmlReport.render(bare, null)).doesNotContain("<audio", "Where the time went", "at the bridge");
    }

    /** Written to target for a look in a browser; not compared. */
    @Test
    void shouldWriteAPageForTheEye() throws IOException {
        Path page = Files.createDirectories(Path.of("target/sample-report")).resolve("report.html");
        Files.writeString(page, HtmlReport.render(SampleReport.of(), SOUND));

        assertThat(page).isNotEmptyFile();
    }

    private static WavAudio stereo(short[] left, short[] right) {
        short[] samples = new short[2 * left.length];
        for (int i = 0; i < left.length; i++) {
            samples[2 * i] = left[i];
            samples[2 * i + 1] = right[i];
        }
        return new WavAudio(8_000, 2, samples);
    }

    private static short[] tone(int seconds, int from, int until) {
        short[] tone = new short[seconds * 8_000];
        for (int i = from * 8_000; i < until * 8_000; i++) {
            tone[i] = (short) (9_000 * Math.sin(i * 0.3) * Math.abs(Math.sin(i / 1_700.0)));
        }
        return tone;
    }
}
