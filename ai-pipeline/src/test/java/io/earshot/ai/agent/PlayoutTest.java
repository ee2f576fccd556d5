package io.earshot.ai.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.earshot.media.audio.AudioFormat;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PlayoutTest {
    private static final int FRAME = 160;

    private final List<String> marks = new ArrayList<>();
    private final List<ByteBuf> given = new ArrayList<>();
    private final ByteBuf out = Unpooled.buffer(FRAME);
    private long nowNs = 1_000;
    private final Playout playout = new Playout(AudioFormat.PCMU_8K, () -> nowNs, new Playout.Marks() {
        @Override
        public void onStarted(int speech, long frameNs, long sentNs) {
            marks.add("started " + speech + " " + frameNs + " " + sentNs);
        }

        @Override
        public void onDrained(int speech, long sentNs) {
            marks.add("drained " + speech + " " + sentNs);
        }
    });

    @AfterEach
    void shouldHaveReleasedAllAudioWhenClosed() {
        playout.close();
        assertThat(given).allMatch(audio -> audio.refCnt() == 0);
    }

    private void give(int speech, int bytes, int octet) {
        ByteBuf audio = Unpooled.buffer(bytes);
        for (int i = 0; i < bytes; i++) {
            audio.writeByte(octet);
        }
        given.add(audio);
        playout.append(speech, audio);
    }

    private int frame() {
        out.clear();
        nowNs += 10;
        int read = playout.read(out, FRAME);
        assertThat(out.readableBytes()).isEqualTo(read);
        if (read > 0) {
            nowNs += 10;
            playout.onSent(nowNs);
        }
        return read;
    }

    @Test
    void shouldPlayNothingBeforeRelease() {
        playout.open(1);
        give(1, 800, 1);
        assertThat(frame()).isZero();

        playout.release(1);

        assertThat(frame()).isEqualTo(FRAME);
        assertThat(marks).containsExactly("started 1 1020 1030");
    }

    @Test
    void shouldPlaySpeechesInOrderOfReleaseAndNeverMixThemInAFrame() {
        playout.open(1);
        playout.open(2);
        give(1, 320, 1);
        give(2, 200, 2);
        playout.complete(1);
        playout.complete(2);
        playout.release(2);
        playout.release(1);

        assertThat(List.of(frame(), frame(), frame(), frame(), frame())).containsExactly(160, 40, 160, 160, 0);
        assertThat(marks).hasSize(4).element(1).asString().startsWith("drained 2");
        assertThat(marks.get(2)).startsWith("started 1");
    }

    @Test
    void shouldJoinPiecesThatAreNoWholeFrames() {
        playout.open(1);
        playout.release(1);
        give(1, 100, 1);
        assertThat(frame()).isZero();
        give(1, 100, 2);

        assertThat(frame()).isEqualTo(FRAME);
        assertThat(out.getByte(99)).isEqualTo((byte) 1);
        assertThat(out.getByte(100)).isEqualTo((byte) 2);
    }

    @Test
    void shouldFallSilentWithTheNextFrameAndKeepTheRest() {
        playout.open(1);
        playout.release(1);
        give(1, 480, 1);
        frame();
        playout.pause();
        assertThat(frame()).isZero();
        playout.resume();

        assertThat(frame()).isEqualTo(FRAME);
        assertThat(playout.sentMs(1)).isEqualTo(40);
        assertThat(playout.audioMs(1)).isEqualTo(60);
    }

    @Test
    void shouldForgetSpeechThatWasCut() {
        playout.open(1);
        playout.release(1);
        give(1, 480, 1);
        frame();
        playout.cut(1);
        give(1, 480, 1);

        assertThat(frame()).isZero();
        assertThat(given).allMatch(audio -> audio.refCnt() == 0);
        assertThat(marks).noneMatch(mark -> mark.startsWith("drained"));
    }

    @Test
    void shouldStaySilentWhenCutBetweenFrameAndPacket() {
        playout.open(1);
        playout.release(1);
        give(1, FRAME, 1);
        playout.complete(1);
        out.clear();
        playout.read(out, FRAME);
        playout.cut(1);
        playout.onSent(2_000);

        assertThat(marks).isEmpty();
    }

    @Test
    void shouldCountUnderrunsWithTheirLength() {
        playout.open(1);
        playout.release(1);
        frame();
        give(1, 320, 1);
        frame();
        frame();
        frame();
        frame();
        give(1, 160, 1);
        frame();
        frame();

        assertThat(playout.stats()).isEqualTo(new PlayoutStats(60, 2, 60, 0));
    }

    @Test
    void shouldReportDrainedWhenCompletionComesAfterTheLastPacket() {
        playout.open(1);
        playout.release(1);
        give(1, FRAME, 1);
        frame();
        assertThat(marks).hasSize(1);

        playout.complete(1);

        assertThat(marks).hasSize(2).element(1).isEqualTo("drained 1 " + nowNs);
    }

    @Test
    void shouldBoundWhatItHolds() {
        playout.open(1);
        for (int second = 0; second < 125; second++) {
            give(1, 8_000, 1);
        }

        assertThat(playout.audioMs(1)).isEqualTo(120_000);
        assertThat(playout.stats().droppedMs()).isEqualTo(5_000);
    }

    @Test
    void shouldLeaveOutTheSilenceBeforeTheFirstSound() {
        playout.open(1);
        playout.release(1);
        give(1, 800, 0xFF);
        assertThat(frame()).isZero();
        ByteBuf mixed = Unpooled.buffer(1_600);
        for (int i = 0; i < 1_600; i++) {
            mixed.writeByte(i < 800 ? 0xFF : 0x20);
        }
        given.add(mixed);
        playout.append(1, mixed);

        assertThat(frame()).isEqualTo(FRAME);
        assertThat(out.getByte(FRAME - 1)).isEqualTo((byte) 0xFF);
        assertThat(playout.sentMs(1)).isEqualTo(200);
        frame();
        assertThat(out.getByte(0)).isEqualTo((byte) 0x20);
        assertThat(playout.audioMs(1)).isEqualTo(300);
    }

    @Test
    void shouldKeepPausesAfterTheFirstSound() {
        playout.open(1);
        playout.release(1);
        give(1, FRAME, 0x20);
        give(1, 800, 0xFF);
        playout.complete(1);
        frame();

        assertThat(frame()).isEqualTo(FRAME);
        assertThat(playout.audioMs(1)).isEqualTo(120);
    }

    @Test
    void shouldPlaySilenceThatDoesNotEnd() {
        playout.open(1);
        playout.release(1);
        give(1, 8_000, 0xFF);

        assertThat(frame()).isEqualTo(FRAME);
        assertThat(playout.sentMs(1)).isEqualTo(520);
    }

    @Test
    void shouldAllocateNothingPerFrame() {
        playout.open(1);
        playout.release(1);
        give(1, 800_000, 1);
        frames(2_000);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

        long before = threads.getCurrentThreadAllocatedBytes();
        frames(2_000);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        assertThat(allocated).isLessThan(4_000);
    }

    private void frames(int count) {
        for (int i = 0; i < count; i++) {
            out.clear();
            playout.read(out, FRAME);
            playout.onSent(i);
        }
    }
}
