package io.earshot.bridge.leg;

import io.earshot.media.audio.AudioFormat;
import io.earshot.sip.SipHeader;
import java.util.List;

/** What a leg that we placed tells its call. All on the call's loop. */
public interface DialledLegEvents {
    /** The other phone rings (180), or somebody on the way speaks ({@code early}; 183 with SDP), which nobody here listens to. */
    void onRinging(boolean early);

    /**
     * The call is answered: audio will be exchanged in this format.
     *
     * @return who hears the called party and speaks to them
     */
    Voice onAgreed(AudioFormat format);

    /** Audio flows: the called party hears what we send. */
    void onTalking(long nowNs);

    /** The called party pressed a key. */
    void onDtmf(char digit, int durationMs);

    /** The called party put us on hold, or took us back. */
    void onHold(boolean held);

    /** A transfer that was asked for was carried out (true) or refused (false). */
    void onTransferred(boolean done);

    /** Header fields for our BYE or REFER, besides the reason. */
    List<SipHeader> requestHeaders();

    /** The leg is over; the last event, told exactly once. */
    void onLegEnded(CallEnd end);
}
