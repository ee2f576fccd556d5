package io.earshot.media.audio;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class G711Test {
    @Test
    void shouldReturnEachMuLawOctetAfterARoundTripExceptNegativeZero() {
        for (int octet = 0; octet < 256; octet++) {
            byte back = G711.linearToMu(G711.muToLinear((byte) octet));
            assertThat(back & 0xFF).isEqualTo(octet == 0x7F ? 0xFF : octet);
        }
    }

    @Test
    void shouldReturnEachALawOctetAfterARoundTrip() {
        for (int octet = 0; octet < 256; octet++) {
            assertThat(G711.linearToA(G711.aToLinear((byte) octet)) & 0xFF).isEqualTo(octet);
        }
    }

    @Test
    void shouldKeepQuantisationErrorWithinHalfAStep() {
        for (int sample = -32_000; sample <= 32_000; sample++) {
            int mu = G711.muToLinear(G711.linearToMu((short) sample));
            int a = G711.aToLinear(G711.linearToA((short) sample));
            int allowed = Math.max(16, Math.abs(sample) / 16);
            assertThat(Math.abs(mu - sample)).as("mu %d", sample).isLessThanOrEqualTo(allowed);
            assertThat(Math.abs(a - sample)).as("A %d", sample).isLessThanOrEqualTo(allowed);
        }
    }

    @Test
    void shouldMatchTheExtremeAndZeroValuesOfTheRecommendation() {
        assertThat(G711.muToLinear((byte) 0x00)).isEqualTo((short) -32_124);
        assertThat(G711.muToLinear((byte) 0x80)).isEqualTo((short) 32_124);
        assertThat(G711.muToLinear((byte) 0xFF)).isZero();
        assertThat(G711.aToLinear((byte) 0x2A)).isEqualTo((short) -32_256);
        assertThat(G711.aToLinear((byte) 0xD5)).isEqualTo((short) 8);
    }
}
