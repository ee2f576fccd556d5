package io.earshot.media.rtcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.earshot.media.codec.AudioCodec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EModelTest {
    /** ITU-T G.107, table B.1. */
    @ParameterizedTest
    @CsvSource({"90, 4.34", "80, 4.03", "70, 3.60", "60, 3.10", "50, 2.58", "0, 1.0", "-5, 1.0", "100, 4.5", "120, 4.5"
    })
    void shouldMatchThePublishedOpinionScores(double r, double mos) {
        assertThat(EModel.mos(r)).isCloseTo(mos, within(0.01));
    }

    @Test
    void shouldGiveTheDefaultRatingWithoutImpairment() {
        double r = EModel.r(AudioCodec.PCMU, 0, 0, 1);
        assertThat(r).isEqualTo(93.2);
        assertThat(EModel.mos(r)).isCloseTo(4.41, within(0.005));
    }

    /** Cole and Rosenbluth, 2001: Id = 0.024 d + 0.11 (d - 177.3) H(d - 177.3). */
    @ParameterizedTest
    @CsvSource({"0, 0", "100, 2.4", "177.3, 4.2552", "200, 7.297", "400, 34.097"})
    void shouldMatchThePublishedDelayImpairment(double delayMs, double impairment) {
        assertThat(EModel.delayImpairment(delayMs)).isCloseTo(impairment, within(0.001));
    }

    /** G.113 Appendix I, G.711: Bpl 4.3 without concealment, 25.1 with; Ie,eff by G.107 equation 7-29. */
    @ParameterizedTest
    @CsvSource({"4.3, 1, 17.92", "4.3, 5, 51.08", "25.1, 1, 3.64", "25.1, 5, 15.78", "25.1, 10, 27.07"})
    void shouldMatchTheLossImpairmentOfG711(double bpl, double lossPercent, double impairment) {
        assertThat(EModel.lossImpairment(new EModel.Impairment(0, bpl), lossPercent, 1))
                .isCloseTo(impairment, within(0.01));
    }

    @Test
    void shouldRateBurstsWorseThanRandomLossAndNeverBelowZero() {
        assertThat(EModel.r(AudioCodec.OPUS, 50, 5, 3)).isLessThan(EModel.r(AudioCodec.OPUS, 50, 5, 1));
        assertThat(EModel.r(AudioCodec.PCMU, 5_000, 100, 10)).isZero();
    }
}
