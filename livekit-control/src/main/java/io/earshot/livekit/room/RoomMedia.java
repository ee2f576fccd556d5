package io.earshot.livekit.room;

import io.earshot.media.session.SessionQuality;

/**
 * How audio fares between us and the server, over all tracks of the present session. Immutable.
 *
 * @param received what we hear; jitter, buffer and score are those of the worst track
 * @param sent what we send, and how the server hears it
 * @param roundTripMs network round trip by RTCP, milliseconds; NaN while unknown
 * @param recovered packets that were lost, and came again or within the next one in time
 * @param resent packets that the server asked for again and got
 */
public record RoomMedia(
        SessionQuality.Received received, SessionQuality.Sent sent, double roundTripMs, long recovered, long resent) {
    /** Nothing known yet. */
    public static final RoomMedia UNKNOWN = new RoomMedia(
            new SessionQuality.Received(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, SessionQuality.Score.UNKNOWN),
            new SessionQuality.Sent(0, 0, 0, 0, Double.NaN, 0, Double.NaN, SessionQuality.Score.UNKNOWN),
            Double.NaN,
            0,
            0);
}
