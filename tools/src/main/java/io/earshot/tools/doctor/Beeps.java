package io.earshot.tools.doctor;

import io.earshot.media.audio.AudioSource;
import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A beep of 100 ms twice a second, 16 kHz linear, which remembers when each began to be sent. Confined to the room's loop, but for {@link #sentNs}.
 */
final class Beeps implements AudioSource {
    static final int RATE = 16_000;
    private static final int PERIOD = RATE / 2;
    private static final int LENGTH = RATE / 10;
    private static final int AMPLITUDE = 8_000;
    private static final double HZ = 1_000;
    private static final int MOST = 1_000;

    private final List<Long> sent = new CopyOnWriteArrayList<>();
    private long position;
    private boolean began;

    @Override
    public int read(ByteBuf out, int maxBytes) {
        int samples = maxBytes / 2;
        for (int i = 0; i < samples; i++, position++) {
            long within = position % PERIOD;
            began |= within == PERIOD - LENGTH;
            double tone = within < PERIOD - LENGTH ? 0 : AMPLITUDE * Math.sin(2 * Math.PI * HZ * within / RATE);
            out.writeShortLE((int) tone);
        }
        return samples * 2;
    }

    @Override
    public void onSent(long sentNs) {
        if (began && sent.size() < MOST) {
            sent.add(sentNs);
        }
        began = false;
    }

    /** When the packets left in which a beep begins, on the monotonic clock. Any thread. */
    List<Long> sentNs() {
        return List.copyOf(sent);
    }
}
