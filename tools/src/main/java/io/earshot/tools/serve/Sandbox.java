package io.earshot.tools.serve;

import io.earshot.tools.simulate.Simulators;
import java.util.List;

/** What the sandbox configures: simulators of its own, loopback only, every number answered. */
final class Sandbox {
    private Sandbox() {}

    /** Settings that precede those of the command line. */
    static List<String> settings(Simulators simulators) {
        return List.of(
                "media.allow_loopback=true",
                "calls.numbers=['*']",
                "stt.deepgram.url=" + simulators.deepgram() + "/v1/listen",
                "stt.flux.url=" + simulators.deepgram() + "/v2/listen",
                "llm.groq.url=" + simulators.groq(),
                "tts.cartesia.url=" + simulators.cartesia() + "/tts/websocket");
    }
}
