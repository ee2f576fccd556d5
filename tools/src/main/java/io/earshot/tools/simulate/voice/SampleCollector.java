package io.earshot.tools.simulate.voice;

import com.sun.speech.freetts.audio.AudioPlayer;
import java.io.ByteArrayOutputStream;
import javax.sound.sampled.AudioFormat;

/** Where the voice plays to: memory. Gets big-endian 16-bit samples. Confined to the voice's thread. */
final class SampleCollector implements AudioPlayer {
    private static final AudioFormat DEFAULT = new AudioFormat(KevinVoice.SAMPLE_RATE, 16, 1, true, true);

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private AudioFormat format = DEFAULT;

    void clear() {
        bytes.reset();
    }

    short[] samples() {
        byte[] all = bytes.toByteArray();
        short[] samples = new short[all.length / 2];
        for (int i = 0; i < samples.length; i++) {
            int high = all[format.isBigEndian() ? 2 * i : 2 * i + 1];
            int low = all[format.isBigEndian() ? 2 * i + 1 : 2 * i] & 0xFF;
            samples[i] = (short) ((high << 8) | low);
        }
        return samples;
    }

    @Override
    public void setAudioFormat(AudioFormat newFormat) {
        format = newFormat;
    }

    @Override
    public AudioFormat getAudioFormat() {
        return format;
    }

    @Override
    public boolean write(byte[] data) {
        return write(data, 0, data.length);
    }

    @Override
    public boolean write(byte[] data, int offset, int length) {
        bytes.write(data, offset, length);
        return true;
    }

    @Override
    public void begin(int size) {}

    @Override
    public boolean end() {
        return true;
    }

    @Override
    public boolean drain() {
        return true;
    }

    @Override
    public void pause() {}

    @Override
    public void resume() {}

    @Override
    public void reset() {}

    @Override
    public void cancel() {}

    @Override
    public void close() {}

    @Override
    public float getVolume() {
        return 1;
    }

    @Override
    public void setVolume(float volume) {}

    @Override
    public long getTime() {
        return 0;
    }

    @Override
    public void resetTime() {}

    @Override
    public void startFirstSampleTimer() {}

    @Override
    public void showMetrics() {}
}
