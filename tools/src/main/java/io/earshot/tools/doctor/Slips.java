package io.earshot.tools.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What people mistype and paste wrong, recognised by its form alone. No finding holds a value that may be secret. */
final class Slips {
    private static final int SECRET_LENGTH = 32;
    private static final String KEY = "LIVEKIT_API_KEY (livekit.api_key)";
    private static final String SECRET = "LIVEKIT_API_SECRET (livekit.api_secret)";

    /** Names that other programs and older habits use, and what is read here. */
    private static final Map<String, String> MEANT = new TreeMap<>(Map.ofEntries(
            Map.entry("LIVEKIT_KEY", "LIVEKIT_API_KEY"),
            Map.entry("LIVEKIT_APIKEY", "LIVEKIT_API_KEY"),
            Map.entry("LIVEKIT_SECRET", "LIVEKIT_API_SECRET"),
            Map.entry("LIVEKIT_SECRET_KEY", "LIVEKIT_API_SECRET"),
            Map.entry("LIVEKIT_API_SECRET_KEY", "LIVEKIT_API_SECRET"),
            Map.entry("LIVEKIT_APISECRET", "LIVEKIT_API_SECRET"),
            Map.entry("LIVEKIT_HOST", "LIVEKIT_URL"),
            Map.entry("LIVEKIT_WS_URL", "LIVEKIT_URL"),
            Map.entry("LIVEKIT_SERVER_URL", "LIVEKIT_URL"),
            Map.entry("DEEPGRAM_KEY", "DEEPGRAM_API_KEY"),
            Map.entry("DEEPGRAM_TOKEN", "DEEPGRAM_API_KEY"),
            Map.entry("GROQ_KEY", "GROQ_API_KEY"),
            Map.entry("OPENAI_KEY", "OPENAI_API_KEY"),
            Map.entry("CARTESIA_KEY", "CARTESIA_API_KEY")));

    private static final List<String> PROXIES =
            List.of("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy");

    /**
     * A slip. Immutable.
     *
     * @param cause what it is
     * @param fix what to do
     */
    record Slip(String cause, String fix) {}

    private Slips() {}

    /** Why a key and its secret may be refused that were copied from the right place. */
    static Optional<Slip> inKey(String key, String secret) {
        Optional<Slip> pasted = pasted(KEY, key).or(() -> pasted(SECRET, secret));
        if (pasted.isPresent()) {
            return pasted;
        }
        if (key.equals(secret)) {
            return Optional.of(new Slip(KEY + " and " + SECRET + " hold the same", "Set each to its own value."));
        }
        return key.length() >= SECRET_LENGTH && secret.length() < SECRET_LENGTH
                ? Optional.of(new Slip(
                        KEY + " and " + SECRET + " look exchanged: the key is the short one", "Exchange them."))
                : Optional.empty();
    }

    private static Optional<Slip> pasted(String name, String value) {
        String found = "";
        if (value.endsWith("\n") || value.endsWith("\r")) {
            found = "ends with a line break";
        } else if (!value.equals(value.strip())) {
            found = "begins or ends with a space";
        } else if (value.matches("(?s)[\"'\u201c\u2018].*")) {
            found = "begins with a quotation mark";
        } else if (value.chars().anyMatch(it -> it <= ' ' || it > '~')) {
            found = "holds a space or a character that no key has";
        }
        return found.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Slip(name + " " + found, "Set it again without that (printf, not echo, into files)."));
    }

    /** How an address should be written that is none; {@code url} as the environment has it, or empty. */
    static String addressFix(String url) {
        String form = "Write LIVEKIT_URL as wss://NAME.livekit.cloud or ws://HOST:7880";
        if (url.isEmpty() || url.contains("@")) {
            return form + ".";
        }
        String bare = url.strip().replaceAll("^[\"'\u201c\u2018]+|[\"'\u201d\u2019]+$", "");
        if (!bare.equals(url)) {
            return form + ", without quotation marks or spaces around it.";
        }
        return url.contains("://") ? form + "." : form + ", with wss:// or ws:// before it.";
    }

    /** Whether it is the page of LiveKit Cloud on which projects are kept, rather than a project's own address. */
    static boolean cloudPage(String host) {
        return host.toLowerCase(Locale.ROOT).matches("(cloud|docs|www)\\.livekit\\.io|livekit\\.io|livekit\\.cloud");
    }

    /** Variables that nothing here reads, where what they mean is not set. */
    static List<Finding> names(Map<String, String> environment) {
        List<Finding> findings = new ArrayList<>();
        MEANT.forEach((wrong, right) -> {
            if (!environment.getOrDefault(wrong, "").isEmpty()
                    && environment.getOrDefault(right, "").isEmpty()) {
                findings.add(Finding.warning(
                        FaultClass.CONFIGURATION,
                        wrong + " is set, which nothing here reads, and " + right + " is not",
                        "Call it " + right + "."));
            }
        });
        return findings;
    }

    /** The finding with a word about a proxy in the environment, which is not used. */
    static Finding besideProxy(Finding finding, Map<String, String> environment) {
        return PROXIES.stream()
                .filter(it -> !environment.getOrDefault(it, "").isEmpty())
                .findFirst()
                .map(name -> new Finding(
                        finding.severity(),
                        finding.kind(),
                        finding.cause() + "; " + name + " is set, but Earshot connects without a proxy",
                        finding.fix() + " Let this machine connect directly."))
                .orElse(finding);
    }
}
