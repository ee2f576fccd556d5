package io.earshot.ai.provider.openai;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A chat completions endpoint. Empty texts and zeros mean the vendor's default. Immutable.
 *
 * @param url address before {@code /chat/completions} and {@code /models}
 * @param model name of the model
 * @param temperature 0 to 2; -1: the vendor's default
 * @param topP 0 to 1; -1: the vendor's default
 * @param maxCompletionTokens longest answer
 * @param reasoningEffort none, default, low, medium or high; auto: what keeps a known reasoning model quick, nothing
 *     for others (models that do not reason refuse the field)
 * @param reasoningFormat hidden, raw or parsed
 * @param parallelToolCalls whether the model may call several functions at once
 * @param stop texts that end an answer, at most 4
 * @param seed for repeatable answers
 * @param user the vendor's label of an end user
 * @param headers further request headers
 * @param extra further fields of the body: JSON values, or words
 * @param retry when a request is repeated
 * @param timeouts how long each part may take
 */
public record OpenAiConfig(
        URI url,
        String model,
        double temperature,
        double topP,
        int maxCompletionTokens,
        String reasoningEffort,
        String reasoningFormat,
        boolean parallelToolCalls,
        List<String> stop,
        long seed,
        String user,
        Map<String, String> headers,
        Map<String, String> extra,
        Retry retry,
        Timeouts timeouts) {

    /**
     * When a request is repeated: only before its first token, on connection errors and on status 408, 409, 429, 498
     * and 5xx. Immutable.
     *
     * @param attempts requests in all, 1 to 5
     * @param delay wait before the second, doubled for each further one, up to a quarter less at random
     * @param longestDelay bound of that
     * @param longestWait a vendor's "retry after" longer than this fails the request at once: the caller waits
     */
    public record Retry(int attempts, Duration delay, Duration longestDelay, Duration longestWait) {
        public Retry {
            require(attempts >= 1 && attempts <= 5, "attempts must be 1 to 5");
            require(!delay.isNegative() && !longestDelay.isNegative() && !longestWait.isNegative(), "times below 0");
        }

        /** Three requests, 0.5 s doubled to 8 s, waits of 2 s at most. */
        public static Retry defaults() {
            return new Retry(3, Duration.ofMillis(500), Duration.ofSeconds(8), Duration.ofSeconds(2));
        }
    }

    /**
     * Limits of one request. Immutable.
     *
     * @param connect TCP and TLS
     * @param firstToken from the request to its first text or function call
     * @param betweenTokens from one to the next
     * @param total the whole request, with its repetitions
     */
    public record Timeouts(Duration connect, Duration firstToken, Duration betweenTokens, Duration total) {
        public Timeouts {
            for (Duration limit : List.of(connect, firstToken, betweenTokens, total)) {
                require(limit.toMillis() >= 1, "timeouts must be longer than 0");
            }
        }

        /** 2 s to connect, 3 s to the first token, 3 s between tokens, 60 s in all. */
        public static Timeouts defaults() {
            return new Timeouts(
                    Duration.ofSeconds(2), Duration.ofSeconds(3), Duration.ofSeconds(3), Duration.ofSeconds(60));
        }
    }

    public OpenAiConfig {
        stop = List.copyOf(stop);
        headers = Map.copyOf(headers);
        extra = Map.copyOf(extra);
        require(
                url.getHost() != null && ("http".equals(url.getScheme()) || "https".equals(url.getScheme())),
                "url must be an http:// or https:// address with a host");
        require(!model.isBlank(), "model must be given");
        require(temperature == -1 || (temperature >= 0 && temperature <= 2), "temperature must be 0 to 2, or -1");
        require(topP == -1 || (topP >= 0 && topP <= 1), "top_p must be 0 to 1, or -1");
        require(maxCompletionTokens >= 0, "max_completion_tokens must not be negative");
        require(stop.size() <= 4, "stop must have at most 4 texts");
    }

    /** The same as {@link #groq}. */
    public static OpenAiConfig defaults() {
        return groq();
    }

    /** Groq's endpoint with llama-3.3-70b-versatile. */
    public static OpenAiConfig groq() {
        return at(URI.create("https://api.groq.com/openai/v1"), "llama-3.3-70b-versatile");
    }

    /** OpenAI's own endpoint with gpt-4.1-mini. */
    public static OpenAiConfig openai() {
        return at(URI.create("https://api.openai.com/v1"), "gpt-4.1-mini");
    }

    /** Any endpoint, everything else by default. */
    public static OpenAiConfig at(URI url, String model) {
        return new OpenAiConfig(
                url,
                model,
                -1,
                -1,
                0,
                "auto",
                "",
                true,
                List.of(),
                0,
                "",
                Map.of(),
                Map.of(),
                Retry.defaults(),
                Timeouts.defaults());
    }

    /** What is sent as reasoning_effort; empty: nothing. */
    String effort() {
        if (!reasoningEffort.equals("auto")) {
            return reasoningEffort;
        }
        if (model.startsWith("openai/gpt-oss")) {
            return "low";
        }
        return model.equals("qwen/qwen3-32b") ? "none" : "";
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
