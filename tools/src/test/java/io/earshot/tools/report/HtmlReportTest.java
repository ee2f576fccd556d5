package io.earshot.tools.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.tools.call.WavFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class HtmlReportTest {
    private static final short[] LEFT = tone(25 * 8_000, 3 * 8_000, 5 * 8_000);
    private static final short[] RIGHT = tone(25 * 8_000, 6 * 8_000, 9 * 8_000);

    @Test
    void shouldRenderTheSampleCallAsBefore() throws IOException {
        String page = HtmlReport.render(SampleReport.of(), null);

        Golden.assertMatches("sample.html", page.replaceAll("(?s)<style>.*?</style>|<script>.*?</script>", ""));
    }

    @Test
    void shouldDrawBothChannelsOfTheRecording() {
        String page = HtmlReport.render(SampleReport.of(), new WavFile(8_000, new short[][] {LEFT, RIGHT}));

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
                "Bare", full.outside(), null, java.util.List.of(), new CallReport.Files(null, null, null, null));

        assertThat(HtmlReport.render(bare, null)).doesNotContain("<audio", "Where the time went", "at the bridge");
    }

    /** Written to target for a look in a browser; not compared. */
    @Test
    void shouldWriteAPageForTheEye() throws IOException {
        Path page = Files.createDirectories(Path.of("target/sample-report")).resolve("report.html");
        Files.writeString(page, HtmlReport.render(SampleReport.of(), new WavFile(8_000, new short[][] {LEFT, RIGHT})));

        assertThat(page).isNotEmptyFile();
    }

    private static short[] tone(int samples, int from, int until) {
        short[] tone = new short[samples];
        for (int i = from; i < until; i++) {
            tone[i] = (short) (9_000 * Math.sin(i * 0.3) * Math.abs(Math.sin(i / 1_700.0)));
        }
        return tone;
    }
}
