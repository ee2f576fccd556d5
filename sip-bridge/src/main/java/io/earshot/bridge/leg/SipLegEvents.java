package io.earshot.bridge.leg;

import io.earshot.media.audio.AudioFormat;
import io.earshot.sip.SipHeader;
import java.util.List;

/** What a SIP leg tells its call. All on the call's loop. */
public interface SipLegEvents {
    /**
     * The caller's side is agreed: audio will be exchanged in this format. Comes before the answer, or with the ACK when
     * the INVITE had no offer.
     *
     * @return who hears the caller and speaks to them
     */
    Voice onOffered(AudioFormat format);

    /** The offer is refused because of its encryption, or the lack of it. Comes before {@link #onLegEnded}. */
    void onUnprotected(String why);

    /** The INVITE had no offer: ours goes out with the answer, which may be sent now. */
    void onWithoutOffer();

    /** Our answer was acknowledged: the caller hears what we send. */
    void onTalking(long nowNs);

    /** The caller pressed a key. */
    void onDtmf(char digit, int durationMs);

    /** The caller put us on hold, or took us back. */
    void onHold(boolean held);

    /** A transfer that was asked for was carried out (true) or refused (false). */
    void onTransferred(boolean done);

    /** Header fields for our 200. */
    List<SipHeader> answerHeaders();

    /** Header fields for our BYE or REFER, besides the reason. */
    List<SipHeader> requestHeaders();

    /** The leg is over; the last event, told exactly once. */
    void onLegEnded(CallEnd end);
}
