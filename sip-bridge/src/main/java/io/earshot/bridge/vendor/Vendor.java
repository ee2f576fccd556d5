package io.earshot.bridge.vendor;

import io.earshot.bridge.config.BridgeConfig;
import io.earshot.bridge.config.LlmConfig;
import io.earshot.bridge.config.Secret;
import io.earshot.bridge.config.SttConfig;
import io.earshot.bridge.config.TtsConfig;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A provider that calls need, and the cheapest request that shows whether it takes our key: a handshake without audio, or the list of models.
 * Immutable.
 *
 * @param name as configured, such as {@code flux}
 * @param variable where its key comes from by default
 * @param url where it is
 * @param probe address of the request
 * @param scheme word before the key in Authorization
 * @param key its key
 * @param headers further headers
 */
public record Vendor(
        String name, String variable, URI url, URI probe, String scheme, Secret key, Map<String, String> headers) {
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

    /** Those that the configuration names, first choices and replacements. */
    public static List<Vendor> of(BridgeConfig config) {
        List<Vendor> all = new ArrayList<>();
        config.stt().order().forEach(each -> all.add(ears(config, each)));
        config.llm().order().forEach(each -> all.add(mind(config, each)));
        config.tts().order().forEach(each -> all.add(voice(config, each)));
        return all;
    }

    /** Whether it does without a key: a simulator on this machine. */
    public boolean simulated() {
        return LOOPBACK.contains(String.valueOf(url.getHost()));
    }

    /** Whether it needs a key and has none: the bridge does not start with it. */
    public boolean keyless() {
        return !key.isPresent() && !simulated();
    }

    private static Vendor ears(BridgeConfig config, SttConfig.Provider provider) {
        Secret key = config.keys().deepgram();
        return switch (provider) {
            case DEEPGRAM ->
                deepgram(
                        "deepgram",
                        config.stt().deepgram().url(),
                        config.stt().deepgram().model(),
                        key);
            case FLUX ->
                deepgram("flux", config.stt().flux().url(), config.stt().flux().model(), key);
        };
    }

    private static Vendor deepgram(String name, URI url, String model, Secret key) {
        URI probe = URI.create(url + "?model=" + model + "&encoding=linear16&sample_rate=16000");
        return new Vendor(name, "DEEPGRAM_API_KEY", url, probe, "Token ", key, Map.of());
    }

    private static Vendor mind(BridgeConfig config, LlmConfig.Provider provider) {
        return switch (provider) {
            case GROQ ->
                models(
                        "groq",
                        "GROQ_API_KEY",
                        config.llm().groq().url(),
                        config.keys().groq());
            case OPENAI ->
                models(
                        "openai",
                        "OPENAI_API_KEY",
                        config.llm().openai().url(),
                        config.keys().openai());
        };
    }

    private static Vendor models(String name, String variable, URI url, Secret key) {
        return new Vendor(name, variable, url, URI.create(url + "/models"), "Bearer ", key, Map.of());
    }

    private static Vendor voice(BridgeConfig config, TtsConfig.Provider provider) {
        return switch (provider) {
            case CARTESIA -> {
                URI url = config.tts().cartesia().url();
                Map<String, String> version =
                        Map.of("Cartesia-Version", config.tts().cartesia().version());
                yield new Vendor(
                        "cartesia",
                        "CARTESIA_API_KEY",
                        url,
                        url,
                        "Bearer ",
                        config.keys().cartesia(),
                        version);
            }
        };
    }
}
