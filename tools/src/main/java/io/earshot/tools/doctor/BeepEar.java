package io.earshot.tools.doctor;

import io.earshot.media.audio.AudioSink;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Hears when beeps begin. Confined to the room's loop, but for {@link #await} and {@link #delaysNs}. */
final class BeepEar implements AudioSink {
    private static final int LOUD = 1_000;
    private static final int MOST = 1_000;
    /** A beep is heard within this, or it is another's. */
    private static final long LONGEST_WAY_NS = 400_000_000;

    private final List<Long> onsets = new CopyOnWriteArrayList<>();
    private final CountDownLatch enough;
    private boolean loud;

    BeepEar(int wanted) {
        enough = new CountDownLatch(wanted);
    }

    @Override
    public void onAudio(ByteBuf audio, long arrivalNs, boolean concealed) {
        boolean now = !concealed && peak(audio) > LOUD;
        if (now && !loud && onsets.size() < MOST) {
            onsets.add(arrivalNs);
            enough.countDown();
        }
        loud = now;
    }

    private static int peak(ByteBuf audio) {
        int peak = 0;
        for (int at = audio.readerIndex(); at + 1 < audio.writerIndex(); at += 2) {
            peak = Math.max(peak, Math.abs(audio.getShortLE(at)));
        }
        return peak;
    }

    /** Waits for as many beeps as were wanted. Any thread. */
    boolean await(int seconds) throws InterruptedException {
        return enough.await(seconds, TimeUnit.SECONDS);
    }

    /** How many beeps were heard. Any thread. */
    int heard() {
        return onsets.size();
    }

    /** How long each beep was on its way, those sent at {@code sentNs}; sorted. Any thread. */
    long[] delaysNs(List<Long> sentNs) {
        List<Long> delays = new ArrayList<>();
        for (long heard : onsets) {
            sentNs.stream()
                    .map(sent -> heard - sent)
                    .filter(way -> way >= 0 && way < LONGEST_WAY_NS)
                    .min(Long::compare)
                    .ifPresent(delays::add);
        }
        long[] sorted = delays.stream().mapToLong(Long::longValue).toArray();
        Arrays.sort(sorted);
        return sorted;
    }
}
