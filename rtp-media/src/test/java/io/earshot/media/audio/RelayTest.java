package io.earshot.media.audio;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RelayTest {
    private static final int FRAME = 160;

    private final Relay relay = new Relay(AudioFormat.PCMU_8K);
    private final ByteBuf out = Unpooled.buffer(4_096);
    private int pushed;

    @Test
    void shouldGiveTheFirstPacketAtTheNextRead() {
        push(FRAME);
        assertThat(read()).isEqualTo(FRAME);
        assertThat(out.getByte(0)).isEqualTo(octet(0));
        assertThat(out.getByte(159)).isEqualTo(octet(159));
    }

    @Test
    void shouldGiveNothingBeforeAnythingCame() {
        assertThat(read()).isZero();
        assertThat(relay.figures().ranDry()).isZero();
    }

    @Test
    void shouldKeepTheOrderAcrossItsRing() {
        for (int i = 0; i < 100; i++) {
            push(FRAME);
            assertThat(read()).isEqualTo(FRAME);
            for (int at = 0; at < FRAME; at++) {
                assertThat(out.getByte(at)).isEqualTo(octet(i * FRAME + at));
            }
        }
    }

    @Test
    void shouldKeepMoreBackOnceAPacketWasLate() {
        push(FRAME);
        read();
        assertThat(read()).isZero();
        push(FRAME);
        assertThat(read()).as("the late packet alone is not enough").isZero();
        push(FRAME);
        assertThat(read()).isEqualTo(FRAME);
        assertThat(relay.figures().depthMs()).isEqualTo(20);
        assertThat(relay.figures().ranDry()).isOne();
    }

    @Test
    void shouldTakeAPauseForAPause() {
        push(FRAME);
        read();
        for (int i = 0; i < 50; i++) {
            assertThat(read()).isZero();
        }
        push(FRAME);
        assertThat(read()).isEqualTo(FRAME);
        assertThat(relay.figures().ranDry()).isZero();
    }

    @Test
    void shouldLoseNothingBeforeAnybodyListens() {
        for (int i = 0; i < 20; i++) {
            push(FRAME);
        }
        assertThat(relay.figures().overflowedMs()).isZero();
    }

    @Test
    void shouldLetGoOfTheOldestWhenNobodyPulls() {
        read();
        for (int i = 0; i < 20; i++) {
            push(FRAME);
        }
        assertThat(relay.figures().depthMs()).isEqualTo(Relay.LONGEST_MS);
        assertThat(relay.figures().overflowedMs()).isEqualTo(400 - Relay.LONGEST_MS);
        read();
        assertThat(out.getByte(0)).as("and starts with the newest").isEqualTo(octet(19 * FRAME));
    }

    @Test
    void shouldGoOnWithTheNewestAfterNobodyPulledForAWhile() {
        push(FRAME);
        read();
        for (int i = 0; i < 20; i++) {
            push(FRAME);
        }
        assertThat(read()).isEqualTo(FRAME);
        assertThat(out.getByte(0)).isEqualTo(octet(20 * FRAME));
        assertThat(relay.figures().depthMs()).isZero();
    }

    @Test
    void shouldTakeAPieceLongerThanItself() {
        push(5_000);
        assertThat(relay.figures().depthMs()).isEqualTo(Relay.LONGEST_MS);
        assertThat(read()).isEqualTo(FRAME);
    }

    @Test
    void shouldShortenItsDelayInAQuietMoment() {
        quiet(FRAME);
        read();
        quiet(3 * FRAME);
        for (int i = 0; i < 201; i++) {
            quiet(FRAME);
            read();
        }
        assertThat(relay.figures().depthMs()).isZero();
        assertThat(relay.figures().trimmedMs()).isEqualTo(60);
        quiet(FRAME);
        assertThat(read()).isEqualTo(FRAME);
    }

    @Test
    void shouldKeepLoudAudioWhileTheDelayIsShort() {
        push(FRAME);
        read();
        push(FRAME);
        for (int i = 0; i < 300; i++) {
            push(FRAME);
            read();
        }
        assertThat(relay.figures().trimmedMs()).isZero();
        assertThat(relay.figures().lowestMs()).isEqualTo(20);
    }

    @Test
    void shouldFollowAFasterSenderWithoutEverOverflowing() {
        for (int i = 0; i < 20_000; i++) {
            push(i % 50 == 0 ? FRAME + 16 : FRAME);
            assertThat(read()).isEqualTo(FRAME);
        }
        assertThat(relay.figures().overflowedMs()).isZero();
        assertThat(relay.figures().trimmedMs()).isBetween(700L, 820L);
    }

    @Test
    void shouldRunDryRarelyUnderJitterOfLessThanItsMargin() {
        Random random = new Random(7);
        boolean[] twoNow = new boolean[1];
        int dry = 0;
        for (int i = 0; i < 5_000; i++) {
            boolean late = !twoNow[0] && random.nextInt(10) == 0;
            if (!late) {
                push(FRAME);
                if (twoNow[0]) {
                    push(FRAME);
                }
            }
            twoNow[0] = late;
            dry += read() == FRAME ? 0 : 1;
        }
        assertThat(dry).isLessThan(250);
        assertThat(relay.figures().depthMs()).isLessThanOrEqualTo(80);
    }

    @Test
    void shouldStartAfreshWhenCleared() {
        push(3 * FRAME);
        relay.clear();
        assertThat(read()).isZero();
        push(FRAME);
        assertThat(read()).isEqualTo(FRAME);
    }

    private void push(int bytes) {
        ByteBuf audio = Unpooled.buffer(bytes);
        for (int i = 0; i < bytes; i++) {
            audio.writeByte(octet(pushed++));
        }
        relay.onAudio(audio, 0, false);
        assertThat(audio.readableBytes()).isEqualTo(bytes);
    }

    private void quiet(int bytes) {
        ByteBuf audio = Unpooled.buffer(bytes);
        audio.writeZero(bytes);
        for (int i = 0; i < bytes; i++) {
            audio.setByte(i, 0xFF);
        }
        relay.onAudio(audio, 0, false);
    }

    /** Loud in mu-law, and different for neighbours. */
    private static byte octet(int at) {
        return (byte) (at % 31);
    }

    private int read() {
        out.clear();
        return relay.read(out, FRAME);
    }
}
