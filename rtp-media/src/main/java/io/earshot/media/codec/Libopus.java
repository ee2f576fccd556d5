package io.earshot.media.codec;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * The functions of libopus's C interface (opus.h, opus_defines.h) that are used here. A negative result is an error code
 * of libopus. First use throws IllegalStateException where the library is not available. Stateless; a codec state must
 * not be used by two threads at once.
 */
final class Libopus {
    static final int APPLICATION_VOIP = 2048;
    static final int SET_BITRATE = 4002;
    static final int SET_COMPLEXITY = 4010;
    static final int SET_INBAND_FEC = 4012;
    static final int SET_PACKET_LOSS_PERCENT = 4014;
    static final int SET_DTX = 4016;
    static final int SET_SIGNAL = 4024;
    static final int SIGNAL_VOICE = 3001;

    private static final MethodHandle ENCODER_CREATE =
            function("opus_encoder_create", ADDRESS, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS);
    private static final MethodHandle ENCODE =
            function("opus_encode", JAVA_INT, ADDRESS, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle ENCODER_CTL = handle(
            "opus_encoder_ctl",
            FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT),
            Linker.Option.firstVariadicArg(2));
    private static final MethodHandle ENCODER_DESTROY =
            handle("opus_encoder_destroy", FunctionDescriptor.ofVoid(ADDRESS));
    private static final MethodHandle DECODER_CREATE =
            function("opus_decoder_create", ADDRESS, JAVA_INT, JAVA_INT, ADDRESS);
    private static final MethodHandle DECODE =
            function("opus_decode", JAVA_INT, ADDRESS, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
    private static final MethodHandle DECODER_DESTROY =
            handle("opus_decoder_destroy", FunctionDescriptor.ofVoid(ADDRESS));

    private Libopus() {}

    static MemorySegment encoderCreate(int sampleRate, int channels, int application) {
        try {
            return created(
                    (MemorySegment) ENCODER_CREATE.invokeExact(sampleRate, channels, application, MemorySegment.NULL));
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int encode(MemorySegment encoder, MemorySegment pcm, int samples, MemorySegment data, int maxBytes) {
        try {
            return (int) ENCODE.invokeExact(encoder, pcm, samples, data, maxBytes);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int encoderControl(MemorySegment encoder, int request, int value) {
        try {
            return (int) ENCODER_CTL.invokeExact(encoder, request, value);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static void encoderDestroy(MemorySegment encoder) {
        try {
            ENCODER_DESTROY.invokeExact(encoder);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static MemorySegment decoderCreate(int sampleRate, int channels) {
        try {
            return created((MemorySegment) DECODER_CREATE.invokeExact(sampleRate, channels, MemorySegment.NULL));
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Data NULL with length 0 conceals; {@code fec} 1 decodes the redundant copy of the frame before. */
    static int decode(MemorySegment decoder, MemorySegment data, int length, MemorySegment pcm, int samples, int fec) {
        try {
            return (int) DECODE.invokeExact(decoder, data, length, pcm, samples, fec);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static void decoderDestroy(MemorySegment decoder) {
        try {
            DECODER_DESTROY.invokeExact(decoder);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    private static MemorySegment created(MemorySegment state) {
        if (state.equals(MemorySegment.NULL)) {
            throw new IllegalStateException("libopus could not create a codec state");
        }
        return state;
    }

    private static RuntimeException unexpected(Throwable e) {
        return e instanceof RuntimeException known ? known : new IllegalStateException("call into libopus", e);
    }

    private static MethodHandle function(String name, MemoryLayout result, MemoryLayout... arguments) {
        return handle(name, FunctionDescriptor.of(result, arguments));
    }

    @SuppressWarnings("restricted") // native access is the purpose
    private static MethodHandle handle(String name, FunctionDescriptor shape, Linker.Option... options) {
        return Linker.nativeLinker().downcallHandle(OpusLibrary.symbols().findOrThrow(name), shape, options);
    }
}
