package io.earshot.bridge.leg;

import io.earshot.bridge.records.CallRecord;
import io.earshot.media.audio.AudioFormat;
import io.earshot.sip.SipHeader;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whom the caller talks to: an agent, a room, or both. Life: {@link #voice} and {@link #prepare} while the phone rings, in
 * that order unless the caller made no offer; {@link #answered}; {@link #end}. Exists before the format is known; what is
 * told before it can matter is ignored. Tells of itself through {@link LegEvents}. Confined to the call's loop.
 */
public interface FarLeg extends Leg {
    /**
     * The caller's side is agreed. Once a call.
     *
     * @param format encoding and rate of both directions for the whole call
     * @return who hears the caller and speaks to them
     */
    Voice voice(AudioFormat format);

    /** The phone rings: opens what takes time. */
    void prepare();

    /** Whether an answer now would not begin with a wait; {@link LegEvents#onReady} tells when it becomes true. */
    boolean ready();

    /** The answer was acknowledged: the caller hears what is said from now on. */
    void answered(long nowNs);

    /** The caller pressed a key ({@code 0-9*#A-D}). */
    void onDtmf(char digit, int durationMs);

    /** The caller put us on hold (true) or took us back (false). */
    void onHold(boolean held);

    /** The transfer that was asked for did not happen. */
    void transferFailed(String reason);

    /** Says goodbye and then asks for the end of the call; false where nobody can say it. */
    default boolean leave() {
        return false;
    }

    /** Header fields for the 200 that answers the caller. */
    default List<SipHeader> answerHeaders() {
        return List.of();
    }

    /** Header fields for a BYE or REFER to the caller. */
    default List<SipHeader> requestHeaders() {
        return List.of();
    }

    /** How audio fares between the call and a room; null where there is none. */
    default CallRecord.@Nullable RoomAudio roomAudio() {
        return null;
    }
}
