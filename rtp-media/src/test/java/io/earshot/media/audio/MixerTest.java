package io.earshot.media.audio;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

class MixerTest {
    private final ByteBuf out = Unpooled.buffer(4_096);

    @Test
    void shouldPassOneTalkersOctetsThrough() {
        Mixer mixer = new Mixer(AudioFormat.PCMU_8K);
        mixer.add(new Constant(0, 0));
        mixer.add(new Constant(160, 0x7F));
        assertThat(mixer.read(out, 160)).isEqualTo(160);
        assertThat(out.getByte(0)).as("minus zero would not survive expansion").isEqualTo((byte) 0x7F);
        assertThat(mixer.mixed()).isZero();
    }

    @Test
    void shouldAddTwoTalkers() {
        Mixer mixer = new Mixer(AudioFormat.PCMU_8K);
        mixer.add(new Constant(160, G711.linearToMu((short) 4_000)));
        mixer.add(new Constant(160, G711.linearToMu((short) 2_000)));
        assertThat(mixer.read(out, 160)).isEqualTo(160);
        assertThat((int) G711.muToLinear(out.getByte(159))).isBetween(5_800, 6_200);
        assertThat(mixer.mixed()).isOne();
    }

    @Test
    void shouldSaturate() {
        Mixer mixer = new Mixer(AudioFormat.LINEAR16_16K);
        mixer.add(new Constant(640, 0x7F));
        mixer.add(new Constant(640, 0x7F));
        mixer.add(new Constant(640, 0x7F));
        assertThat(mixer.read(out, 640)).isEqualTo(640);
        assertThat(out.getShortLE(0)).isEqualTo(Short.MAX_VALUE);
    }

    @Test
    void shouldMixALastShortPieceIntoALongerOne() {
        Mixer mixer = new Mixer(AudioFormat.PCMA_8K);
        mixer.add(new Constant(40, G711.linearToA((short) 4_000)));
        mixer.add(new Constant(160, G711.linearToA((short) 2_000)));
        assertThat(mixer.read(out, 160)).isEqualTo(160);
        assertThat((int) G711.aToLinear(out.getByte(20))).isBetween(5_700, 6_300);
        assertThat((int) G711.aToLinear(out.getByte(100))).isBetween(1_900, 2_100);
    }

    @Test
    void shouldTellOfTheSendingOnlyThoseWhoSpoke() {
        Mixer mixer = new Mixer(AudioFormat.PCMU_8K);
        Constant silent = new Constant(0, 0);
        Constant talker = new Constant(160, 1);
        mixer.add(silent);
        mixer.add(talker);
        mixer.read(out, 160);
        mixer.onSent(7);
        assertThat(silent.sentNs).isZero();
        assertThat(talker.sentNs).isEqualTo(7);
    }

    @Test
    void shouldSayNothingWithoutSources() {
        assertThat(new Mixer(AudioFormat.PCMU_8K).read(out, 160)).isZero();
        assertThat(out.readableBytes()).isZero();
    }

    @Test
    void shouldForgetARemovedSource() {
        Mixer mixer = new Mixer(AudioFormat.PCMU_8K);
        Constant first = new Constant(160, 1);
        Constant second = new Constant(160, 2);
        mixer.add(first);
        mixer.add(second);
        mixer.remove(first);
        mixer.remove(first);
        assertThat(mixer.size()).isOne();
        assertThat(mixer.read(out, 160)).isEqualTo(160);
        assertThat(out.getByte(0)).isEqualTo((byte) 2);
    }

    @Test
    void shouldRefuseMoreThanItCanHold() {
        Mixer mixer = new Mixer(AudioFormat.PCMU_8K);
        for (int i = 0; i < Mixer.MOST; i++) {
            assertThat(mixer.add(new Constant(160, 0xFF))).isTrue();
        }
        assertThat(mixer.add(new Constant(160, 0xFF))).isFalse();
        assertThat(mixer.read(out, 160)).isEqualTo(160);
    }

    /** Says the same octet again and again. */
    private static final class Constant implements AudioSource {
        private final int bytes;
        private final int octet;
        private long sentNs;

        Constant(int bytes, int octet) {
            this.bytes = bytes;
            this.octet = octet;
        }

        @Override
        public int read(ByteBuf out, int maxBytes) {
            for (int i = 0; i < bytes; i++) {
                out.writeByte(octet);
            }
            return bytes;
        }

        @Override
        public void onSent(long atNs) {
            sentNs = atNs;
        }
    }
}
