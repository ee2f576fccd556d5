package io.earshot.ai.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.InvalidDefinitionException;
import org.junit.jupiter.api.Test;

class ApiKeyTest {
    private final ApiKey key = ApiKey.of(" gsk_0123456789 \n");

    @Test
    void shouldNotShowItselfAsText() {
        assertThat(key.toString()).isEqualTo("***");
        assertThat("key " + key).doesNotContain("gsk_");
        assertThat(key.reveal()).isEqualTo("gsk_0123456789");
    }

    @Test
    void shouldNotBeSerialised() {
        assertThatThrownBy(() -> new ObjectMapper().writeValueAsString(key))
                .isInstanceOf(InvalidDefinitionException.class);
    }

    @Test
    void shouldRefuseCharactersThatWouldForgeAHeaderWithoutShowingThem() {
        assertThatThrownBy(() -> ApiKey.of("abc\r\nX-Forged: 1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("abc");
        assertThatThrownBy(() -> ApiKey.of("  ")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldBeReplacedInTextThatEchoesIt() {
        String text = VendorText.clean("Incorrect key gsk_0123456789\r\nforged line\u202E", key);
        assertThat(text).isEqualTo("Incorrect key ***  forged line");
    }

    @Test
    void shouldBeReplacedBeforeTextIsShortened() {
        String text = VendorText.clean("x".repeat(295) + "gsk_0123456789", key);
        assertThat(text).doesNotContain("gsk_").hasSizeLessThanOrEqualTo(301);
    }
}
