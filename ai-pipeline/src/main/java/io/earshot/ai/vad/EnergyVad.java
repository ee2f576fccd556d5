package io.earshot.ai.vad;

import io.earshot.media.audio.AudioFormat;
import io.earshot.media.audio.G711;
import io.netty.buffer.ByteBuf;

/**
 * Voice activity by signal energy over an adaptive noise floor: a packet is voiced when it is louder than the floor by
 * the threshold and louder than -45 dBFS. The floor is the quietest packet of the last one to two seconds:
 * steady noise is learnt within two seconds, and speech is not, because it pauses between syllables. G.711 is squared by
 * table, without decoding. Allocates nothing after construction. Confined to the call's loop.
 */
public final class EnergyVad implements VoiceActivityDetector {
    /** Below this, nothing is speech: the idle noise of a telephone line lies at -60 dBFS and less. */
    private static final int MIN_SPEECH_DBFS = -45;

    private static final double FULL_SCALE_SQUARED = 32_768.0 * 32_768.0;
    private static final double MIN_POWER = FULL_SCALE_SQUARED * Math.pow(10, MIN_SPEECH_DBFS / 10.0);
    private static final double FIRST_FLOOR = FULL_SCALE_SQUARED * Math.pow(10, -60 / 10.0);
    private static final double LOWEST_FLOOR = FULL_SCALE_SQUARED * Math.pow(10, -75 / 10.0);
    private static final long FLOOR_WINDOW_NS = 1_000_000_000L;
    private static final int[] MU_SQUARES = squares(true);
    private static final int[] A_SQUARES = squares(false);

    private final AudioFormat format;
    private final SpeechSpan span;
    private final double ratio;
    private double quietestBefore = FIRST_FLOOR;
    private double quietestNow = Double.MAX_VALUE;
    private long windowNs;

    /** A detector for audio in {@code format}. */
    public EnergyVad(AudioFormat format, VadSettings settings) {
        this.format = format;
        this.span = new SpeechSpan(settings);
        this.ratio = Math.pow(10, settings.threshold() / 10);
    }

    /** Makes detectors with {@code settings}. */
    public static Factory factory(VadSettings settings) {
        return format -> new EnergyVad(format, settings);
    }

    @Override
    public Decision onAudio(ByteBuf audio, long arrivalNs, boolean concealed) {
        long durationNs = format.durationNs(audio.readableBytes());
        if (durationNs == 0) {
            return Decision.NONE;
        }
        boolean voiced = !concealed && voiced(power(audio), durationNs);
        return span.onBlock(voiced, durationNs, arrivalNs, arrivalNs);
    }

    private boolean voiced(double power, long durationNs) {
        quietestNow = Math.min(quietestNow, power);
        windowNs += durationNs;
        double floor = Math.max(LOWEST_FLOOR, Math.min(quietestBefore, quietestNow));
        if (windowNs >= FLOOR_WINDOW_NS) {
            quietestBefore = quietestNow;
            quietestNow = Double.MAX_VALUE;
            windowNs = 0;
        }
        return power > MIN_POWER && power > floor * ratio;
    }

    private double power(ByteBuf audio) {
        return switch (format.encoding()) {
            case PCMU -> companded(audio, MU_SQUARES);
            case PCMA -> companded(audio, A_SQUARES);
            case LINEAR16 -> linear(audio);
        };
    }

    private static double companded(ByteBuf audio, int[] squares) {
        long sum = 0;
        int end = audio.writerIndex();
        for (int i = audio.readerIndex(); i < end; i++) {
            sum += squares[audio.getByte(i) & 0xFF];
        }
        return (double) sum / audio.readableBytes();
    }

    private static double linear(ByteBuf audio) {
        long sum = 0;
        int end = audio.writerIndex() - 1;
        for (int i = audio.readerIndex(); i < end; i += 2) {
            int sample = audio.getShortLE(i);
            sum += (long) sample * sample;
        }
        return (double) sum * 2 / audio.readableBytes();
    }

    private static int[] squares(boolean mu) {
        int[] squares = new int[256];
        for (int i = 0; i < squares.length; i++) {
            int sample = mu ? G711.muToLinear((byte) i) : G711.aToLinear((byte) i);
            squares[i] = sample * sample;
        }
        return squares;
    }

    @Override
    public boolean speaking() {
        return span.speaking();
    }

    @Override
    public long speechStartNs() {
        return span.startNs();
    }

    @Override
    public long lastSpeechNs() {
        return span.lastNs();
    }

    @Override
    public void close() {}
}
