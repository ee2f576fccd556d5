package io.earshot.livekit.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What is sent again after a resume. */
class SentPacketsTest {
    private final SentPackets sent = new SentPackets(4, 10);

    @Test
    void shouldRepeatWhatTheServerMissedInOrder() {
        keep(1, 1, 1);

        assertThat(sent.after(1)).containsExactly(new byte[] {2}, new byte[] {3});
        assertThat(sent.after(3)).isEmpty();
    }

    @Test
    void shouldForgetTheOldestWhenThereAreTooMany() {
        keep(1, 1, 1, 1, 1);
        assertThat(sent.after(0)).hasSize(4).first().isEqualTo(new byte[] {2});

        keep(8);
        assertThat(sent.after(0)).hasSize(3);
    }

    @Test
    void shouldBeginAgainInANewSession() {
        keep(1);
        sent.reset();

        assertThat(sent.after(0)).isEmpty();
        assertThat(sent.nextNumber()).isEqualTo(1);
    }

    private void keep(int... lengths) {
        for (int length : lengths) {
            int number = sent.nextNumber();
            byte[] octets = new byte[length];
            octets[0] = (byte) number;
            sent.keep(number, octets);
        }
    }
}
