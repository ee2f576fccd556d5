package io.earshot.bridge.config;

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Traces of calls, sent to an OpenTelemetry collector (OTLP). Each key has the meaning that the environment variable it begins with has
 * for OpenTelemetry's own software. Immutable.
 *
 * @param endpoint where to, as OTEL_EXPORTER_OTLP_ENDPOINT: {@code http://host:4318}; empty: no traces
 * @param protocol HTTP with protobuf, or gRPC
 * @param headers header fields of each request, as OTEL_EXPORTER_OTLP_HEADERS: {@code key=value,key2=value2}
 * @param service name of the service, as OTEL_SERVICE_NAME
 * @param resource further attributes of the resource, as OTEL_RESOURCE_ATTRIBUTES: {@code key=value,key2=value2}
 * @param sampler which calls are traced, as OTEL_TRACES_SAMPLER
 * @param samplerArg share of calls with a ratio sampler, 0 to 1
 * @param text whether what was said is part of the trace
 * @param queue ended calls that may wait to be sent; more are dropped and counted
 * @param timeout how long a request may take, repetitions included
 */
public record TracesConfig(
        String endpoint,
        Protocol protocol,
        Secret headers,
        String service,
        String resource,
        Sampling sampler,
        double samplerArg,
        boolean text,
        int queue,
        Duration timeout) {
    /** How spans travel. */
    public enum Protocol {
        HTTP_PROTOBUF,
        GRPC
    }

    /** OpenTelemetry's samplers by their names. */
    public enum Sampling {
        ALWAYS_ON,
        ALWAYS_OFF,
        TRACEIDRATIO,
        PARENTBASED_ALWAYS_ON,
        PARENTBASED_ALWAYS_OFF,
        PARENTBASED_TRACEIDRATIO
    }

    public TracesConfig {
        if (!endpoint.isEmpty() && !isAddress(endpoint)) {
            throw new IllegalArgumentException("endpoint must be http://host:port or https://host:port");
        }
        if (samplerArg < 0 || samplerArg > 1) {
            throw new IllegalArgumentException("sampler_arg must be 0 to 1");
        }
        if (queue < 1 || queue > 1_000_000) {
            throw new IllegalArgumentException("queue must be 1 to 1000000");
        }
        if (timeout.toMillis() < 100) {
            throw new IllegalArgumentException("timeout must be at least 100ms");
        }
        pairs(headers.reveal(), "headers");
        pairs(resource, "resource");
    }

    /** No traces, or what OpenTelemetry's variables in {@code environment} say. */
    public static TracesConfig from(Map<String, String> environment) {
        boolean off = Boolean.parseBoolean(environment.getOrDefault("OTEL_SDK_DISABLED", "false"))
                || environment.getOrDefault("OTEL_TRACES_EXPORTER", "").equals("none");
        return new TracesConfig(
                off ? "" : environment.getOrDefault("OTEL_EXPORTER_OTLP_ENDPOINT", ""),
                environment.getOrDefault("OTEL_EXPORTER_OTLP_PROTOCOL", "").equals("grpc")
                        ? Protocol.GRPC
                        : Protocol.HTTP_PROTOBUF,
                new Secret(environment.getOrDefault("OTEL_EXPORTER_OTLP_HEADERS", "")),
                environment.getOrDefault("OTEL_SERVICE_NAME", "earshot"),
                environment.getOrDefault("OTEL_RESOURCE_ATTRIBUTES", ""),
                sampling(environment.getOrDefault("OTEL_TRACES_SAMPLER", "parentbased_always_on")),
                ratio(environment.getOrDefault("OTEL_TRACES_SAMPLER_ARG", "1")),
                false,
                2_048,
                Duration.ofSeconds(10));
    }

    /** Whether traces are sent. */
    public boolean configured() {
        return !endpoint.isEmpty();
    }

    /** The header fields of each request; values are secrets. */
    public Map<String, String> headerFields() {
        return pairs(headers.reveal(), "headers");
    }

    /** The further attributes of the resource. */
    public Map<String, String> resourceAttributes() {
        return pairs(resource, "resource");
    }

    /** {@code key=value,key2=value2} with values percent-encoded where need be; what is wrong is not repeated in the fault. */
    private static Map<String, String> pairs(String text, String key) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String pair : text.split(",", -1)) {
            if (pair.isBlank()) {
                continue;
            }
            int equals = pair.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException(key + " must be key=value,key2=value2");
            }
            pairs.put(
                    pair.substring(0, equals).strip(),
                    decoded(pair.substring(equals + 1).strip(), key));
        }
        return pairs;
    }

    private static String decoded(String value, String key) {
        try {
            return java.net.URLDecoder.decode(value.replace("+", "%2B"), java.nio.charset.StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            throw new IllegalArgumentException(key + " holds a malformed percent-encoding");
        }
    }

    private static boolean isAddress(String endpoint) {
        try {
            URI uri = URI.create(endpoint);
            return uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()));
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }

    /** An unknown name means the default, as the specification has it. */
    private static Sampling sampling(String name) {
        try {
            return Sampling.valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException unknown) {
            return Sampling.PARENTBASED_ALWAYS_ON;
        }
    }

    private static double ratio(String text) {
        try {
            return Math.clamp(Double.parseDouble(text), 0.0, 1.0);
        } catch (NumberFormatException malformed) {
            return 1;
        }
    }
}
