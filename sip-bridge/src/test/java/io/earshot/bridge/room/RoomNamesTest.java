package io.earshot.bridge.room;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RoomNamesTest {
    @Test
    void shouldTakeAStarForAnyText() {
        RoomNames names = new RoomNames("voice-ai-call-*");
        assertThat(names.matches("voice-ai-call-_+1555_x7")).isTrue();
        assertThat(names.matches("voice-ai-call-")).isTrue();
        assertThat(names.matches("my-voice-ai-call-1")).isFalse();
        assertThat(new RoomNames("*-call-*").matches("a-call-\nb")).isTrue();
        assertThat(new RoomNames("*").matches("")).isTrue();
    }

    @Test
    void shouldTakeEverythingElseLiterally() {
        assertThat(new RoomNames("a.c").matches("abc")).isFalse();
        assertThat(new RoomNames("room[1]").matches("room[1]")).isTrue();
        assertThat(new RoomNames("plain").matches("plainer")).isFalse();
    }

    @Test
    void shouldKnowItsOwnAgentsAndNobodyElses() {
        AgentNames names = new AgentNames("earshot-agent");
        Set<String> made = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            made.add(names.next());
        }
        assertThat(made).hasSize(1_000).allMatch(new AgentNames("earshot-agent")::isOurs);
        assertThat(made).noneMatch(new AgentNames("other-agent")::isOurs);
        assertThat(names.isOurs("earshot-agent")).isFalse();
        assertThat(names.isOurs("earshot-agent-0123456789")).isFalse();
    }
}
