package io.earshot.bridge.leg;

import io.earshot.livekit.room.RoomEnd;

/** What a {@link RoomLeg} tells. All on the call's loop; none may block. */
public interface RoomLegEvents {
    /** We are in the room, under this sid ({@code PA_…}). Told again, with another sid, after a new session. */
    void onJoined(String room, String participantSid);

    /** The media path is up: what we say reaches the room. */
    void onMediaReady();

    /** Somebody else's audio can be heard. Once. */
    void onHeard();

    /** Somebody in the room pressed a key. */
    void onRoomDtmf(char digit);

    /** The connection is away and being restored, or back again. */
    default void onConnection(boolean lost, String cause) {}

    /** The leg is over; the last event, told exactly once. */
    void onRoomEnded(RoomEnd end);
}
