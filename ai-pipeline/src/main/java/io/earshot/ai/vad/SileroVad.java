package io.earshot.ai.vad;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import io.earshot.media.audio.AudioFormat;
import io.earshot.media.audio.G711;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Map;
import java.util.Set;

/**
 * Voice activity by the Silero network: robust against noise, tones and clicks, at some hundred times the cost of
 * {@link EnergyVad}. It judges windows of 32 ms (256 samples at 8 kHz, 512 at 16 kHz) with the 4 ms before; speech that
 * has begun goes on down to a lower probability. Start and end are therefore known to a window, not to a packet. Runs on
 * the call's loop, since a window takes less than a tenth of a millisecond; input, output and recurrent state lie in native
 * memory of this detector, so that nothing is copied. Confined to the call's loop.
 */
public final class SileroVad implements VoiceActivityDetector {
    private static final int STATE = 2 * 128;
    private static final float FULL_SCALE = 32_768f;
    /** How far below the threshold speech goes on. */
    private static final double HYSTERESIS = 0.15;

    private final AudioFormat format;
    private final SpeechSpan span;
    private final float threshold;
    private final int context;
    private final int window;
    private final long windowNs;
    private final FloatBuffer samples;
    private final FloatBuffer probability = floats(1);
    private final OnnxTensor[] tensors = new OnnxTensor[5];
    private final Map<String, OnnxTensor> inputsEven;
    private final Map<String, OnnxTensor> inputsOdd;
    private final Map<String, OnnxValue> outputsEven;
    private final Map<String, OnnxValue> outputsOdd;
    private int filled;
    private long windowFirstNs;
    private boolean odd;
    private boolean closed;

    /**
     * @param format 8 or 16 kHz
     * @throws IllegalArgumentException when the rate is another
     */
    public SileroVad(AudioFormat format, VadSettings settings) {
        if (format.sampleRate() != 8_000 && format.sampleRate() != 16_000) {
            throw new IllegalArgumentException("Silero VAD hears 8 and 16 kHz, not " + format.sampleRate());
        }
        if (settings.threshold() >= 1) {
            throw new IllegalArgumentException("vad.threshold must be below 1: " + settings.threshold());
        }
        this.format = format;
        this.span = new SpeechSpan(settings);
        this.threshold = (float) settings.threshold();
        this.window = format.sampleRate() / 1_000 * 32;
        this.context = window / 8;
        this.windowNs = 32_000_000L;
        this.samples = floats(context + window);
        createTensors();
        inputsEven = Map.of("input", tensors[0], "sr", tensors[1], "state", tensors[2]);
        inputsOdd = Map.of("input", tensors[0], "sr", tensors[1], "state", tensors[3]);
        outputsEven = Map.of("output", tensors[4], "stateN", tensors[3]);
        outputsOdd = Map.of("output", tensors[4], "stateN", tensors[2]);
    }

    /** Makes detectors with {@code settings}; the model is loaded with the first. */
    public static Factory factory(VadSettings settings) {
        return format -> new SileroVad(format, settings);
    }

    /** Loads the model ahead of the first call; blocks for some tenths of a second. */
    public static void warm() {
        try (SileroVad vad = new SileroVad(AudioFormat.PCMU_8K, VadSettings.silero())) {
            vad.infer();
        }
    }

    private void createTensors() {
        try {
            var environment = SileroModel.SHARED.environment;
            tensors[0] = OnnxTensor.createTensor(environment, samples, new long[] {1, context + window});
            tensors[1] = OnnxTensor.createTensor(environment, (long) format.sampleRate());
            tensors[2] = OnnxTensor.createTensor(environment, floats(STATE), new long[] {2, 1, 128});
            tensors[3] = OnnxTensor.createTensor(environment, floats(STATE), new long[] {2, 1, 128});
            tensors[4] = OnnxTensor.createTensor(environment, probability, new long[] {1, 1});
        } catch (OrtException e) {
            throw new IllegalStateException("cannot prepare the Silero VAD model", e);
        }
    }

    private static FloatBuffer floats(int count) {
        return ByteBuffer.allocateDirect(count * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }

    @Override
    public Decision onAudio(ByteBuf audio, long arrivalNs, boolean concealed) {
        Decision decision = Decision.NONE;
        int step = format.encoding().bytesPerSample();
        for (int i = audio.readerIndex(); i + step <= audio.writerIndex(); i += step) {
            if (filled == 0) {
                windowFirstNs = arrivalNs;
            }
            samples.put(context + filled++, concealed ? 0 : sample(audio, i));
            if (filled == window) {
                Decision latest = onWindow(arrivalNs);
                decision = latest == Decision.NONE ? decision : latest;
            }
        }
        return decision;
    }

    private float sample(ByteBuf audio, int index) {
        int value = switch (format.encoding()) {
            case PCMU -> G711.muToLinear(audio.getByte(index));
            case PCMA -> G711.aToLinear(audio.getByte(index));
            case LINEAR16 -> audio.getShortLE(index);
        };
        return value / FULL_SCALE;
    }

    private Decision onWindow(long arrivalNs) {
        float speech = infer();
        for (int i = 0; i < context; i++) {
            samples.put(i, samples.get(window + i));
        }
        filled = 0;
        double needed = span.speaking() ? Math.max(0.05, threshold - HYSTERESIS) : threshold;
        return span.onBlock(speech >= needed, windowNs, windowFirstNs, arrivalNs);
    }

    /** The probability that the window holds speech; its recurrent state becomes the next window's. */
    private float infer() {
        Map<String, OnnxTensor> inputs = odd ? inputsOdd : inputsEven;
        Map<String, OnnxValue> outputs = odd ? outputsOdd : outputsEven;
        try {
            SileroModel.SHARED.session.run(inputs, Set.of(), outputs).close();
            odd = !odd;
            return probability.get(0);
        } catch (OrtException e) {
            throw new IllegalStateException("the Silero VAD model failed", e);
        }
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
    public void close() {
        if (!closed) {
            closed = true;
            for (OnnxTensor tensor : tensors) {
                tensor.close();
            }
        }
    }
}
