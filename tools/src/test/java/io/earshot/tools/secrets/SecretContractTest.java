package io.earshot.tools.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.earshot.bridge.config.Secret;
import io.earshot.livekit.token.AccessToken;
import io.earshot.livekit.token.ApiKey;
import io.earshot.media.secret.SecretText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.lang.reflect.Field;
import java.time.Instant;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What every type that keeps a secret must do. A new one is one more line of {@link #types}. */
class SecretContractTest {
    private static final String CANARY = "CANARY-4f1b7de29c0a6e35-CANARY";

    private record Holder(Object secret) {}

    static Stream<Arguments> types() {
        return Stream.of(
                type("SecretText", SecretText::of),
                type("config.Secret", Secret::new),
                type("provider.ApiKey", io.earshot.ai.provider.ApiKey::of),
                type("livekit.ApiKey", secret -> ApiKey.of("key", secret)),
                type(
                        "livekit.SignedToken",
                        secret -> new AccessToken().identity("me").sign(ApiKey.of("key", secret), Instant.EPOCH)));
    }

    private static Arguments type(String name, Function<String, Object> maker) {
        return Arguments.of(name, maker);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("types")
    void shouldNotBePrinted(String name, Function<String, Object> maker) {
        Object secret = maker.apply(CANARY);
        Canaries canaries = new Canaries(CANARY);
        assertThat(canaries.in(secret.toString())).isEmpty();
        assertThat(canaries.in(new Holder(secret).toString())).isEmpty();
        assertThat(canaries.in("%s %h".formatted(secret, secret))).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("types")
    void shouldNotBecomeJson(String name, Function<String, Object> maker) {
        ObjectMapper greedy = new ObjectMapper()
                .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
                .setVisibility(PropertyAccessor.ALL, Visibility.ANY);
        assertThat(new Canaries(CANARY)
                        .in(json(new ObjectMapper(), maker.apply(CANARY)) + json(greedy, maker.apply(CANARY))))
                .isEmpty();
    }

    private static String json(ObjectMapper mapper, Object value) {
        try {
            return mapper.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            return String.valueOf(e.getMessage());
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("types")
    void shouldNotBeSerializable(String name, Function<String, Object> maker) throws IOException {
        try (ObjectOutputStream out = new ObjectOutputStream(new ByteArrayOutputStream())) {
            assertThatExceptionOfType(NotSerializableException.class)
                    .isThrownBy(() -> out.writeObject(maker.apply(CANARY)))
                    .withMessageNotContaining(CANARY);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("types")
    void shouldNotTellItselfByItsHash(String name, Function<String, Object> maker) {
        assertThat(maker.apply(CANARY).hashCode()).isNotEqualTo(CANARY.hashCode());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("types")
    void shouldKeepNoStringOfTheSecret(String name, Function<String, Object> maker) throws Exception {
        Object secret = maker.apply(CANARY);
        for (Field field : secret.getClass().getDeclaredFields()) {
            field.setAccessible(true);
            if (field.get(secret) instanceof CharSequence text) {
                assertThat(text.toString()).doesNotContain(CANARY);
            }
        }
    }
}
