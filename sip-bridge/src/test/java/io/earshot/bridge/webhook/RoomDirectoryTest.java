package io.earshot.bridge.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.livekit.webhook.WebhookEvent;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RoomDirectoryTest {
    private final RoomDirectory rooms = new RoomDirectory(3);

    @Test
    void shouldKnowTheCallOfATrackByItsRoom() {
        rooms.apply(
                event("participant_joined", "RM_1", "PA_1", Map.of("sip.callID", "SCL_1", "sip.callIDFull", "c@h")));
        Correlation track = rooms.apply(event("track_published", "RM_1", "PA_agent", Map.of()));
        assertThat(track).isEqualTo(new Correlation("room", "SCL_1", "c@h", false));
    }

    @Test
    void shouldNotMixUpTwoSessionsOfOneRoomName() {
        rooms.apply(event("room_finished", "RM_1", "", Map.of()));
        assertThat(rooms.apply(event("room_started", "RM_1", "", Map.of())).stale())
                .isTrue();
        assertThat(rooms.apply(event("room_started", "RM_2", "", Map.of())).stale())
                .isFalse();
    }

    @Test
    void shouldForgetTheRoomsLongestWithoutAnEvent() {
        for (int i = 0; i < 100; i++) {
            rooms.apply(event("room_started", "RM_" + i, "", Map.of()));
        }
        assertThat(rooms.size()).isEqualTo(3);
    }

    @Test
    void shouldTakeALeaveAfterTheRoomsEndForWhatItIs() {
        rooms.apply(event("room_finished", "RM_1", "", Map.of()));
        assertThat(rooms.apply(event("participant_left", "RM_1", "PA_1", Map.of()))
                        .stale())
                .isFalse();
    }

    private static WebhookEvent event(String name, String room, String participant, Map<String, String> attributes) {
        return new WebhookEvent(
                name,
                "EV",
                Instant.EPOCH,
                new WebhookEvent.Room(room, "room"),
                participant.isEmpty()
                        ? null
                        : new WebhookEvent.Participant(participant, "id", "", "SIP", "", "", attributes, ""),
                null);
    }
}
