package io.earshot.ai.vad;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/**
 * The Silero VAD network (silero-vad 6.2.3, MIT, licence text beside it in the jar), loaded once a process when the
 * first detector is made: about 0.2 s. Thread-safe because a session may run on several threads at once; it
 * has no threads of its own.
 */
final class SileroModel {
    /** Loads when the class is first used, and never in processes that use no model. */
    static final SileroModel SHARED = load();

    final OrtEnvironment environment;
    final OrtSession session;

    private SileroModel(OrtEnvironment environment, OrtSession session) {
        this.environment = environment;
        this.session = session;
    }

    private static SileroModel load() {
        try (InputStream in = SileroModel.class.getResourceAsStream("silero_vad.onnx")) {
            byte[] network = Objects.requireNonNull(in, "silero_vad.onnx").readAllBytes();
            OrtEnvironment environment = OrtEnvironment.getEnvironment();
            return new SileroModel(environment, open(environment, network));
        } catch (IOException | OrtException e) {
            throw new IllegalStateException("cannot load the Silero VAD model", e);
        }
    }

    private static OrtSession open(OrtEnvironment environment, byte[] network) throws OrtException {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            options.addConfigEntry("session.intra_op.allow_spinning", "0");
            return environment.createSession(network, options);
        }
    }
}
