package io.earshot.tools.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.tools.console.Ink;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class TextReportTest {
    @Test
    void shouldPrintTheSampleCallAsBefore() throws IOException {
        Golden.assertMatches("sample.txt", text(Ink.PLAIN));
    }

    @Test
    void shouldFitEightyColumns() {
        assertThat(text(Ink.PLAIN).lines())
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
    }

    @Test
    void shouldUseNoEscapeSequencesWithoutColour() {
        assertThat(text(Ink.PLAIN)).doesNotContain("\u001b");
        assertThat(text(Ink.COLOUR)).contains("\u001b[");
    }

    private static String text(Ink ink) {
        return new TextReport(ink).all(SampleReport.of());
    }
}
