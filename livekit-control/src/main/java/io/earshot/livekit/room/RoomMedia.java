package io.earshot.livekit.room;

import io.earshot.media.session.SessionQuality;
import io.earshot.media.session.TransportTimes;

/**
 * How audio fares between us and the server, over all tracks of the present session. Immutable.
 *
 * @param received what we hear; jitter, buffer and score are those of the worst track
 * @param sent what we send, and how the server hears it
 * @param roundTripMs network round trip by RTCP, milliseconds; NaN while unknown
 * @param recovered packets that were lost, and came again or within the next one in time
 * @param resent packets that the server asked for again and got
 * @param times how long ICE and DTLS took
 */
public record RoomMedia(
        SessionQuality.Received received,
        SessionQuality.Sent sent,
        double roundTripMs,
        long recovered,
        long resent,
        TransportTimes times) {
    /** Nothing known yet. */
    public static final RoomMedia UNKNOWN = new RoomMedia(
            SessionQuality.Received.NOTHING, SessionQuality.Sent.NOTHING, Double.NaN, 0, 0, TransportTimes.NONE);
}
