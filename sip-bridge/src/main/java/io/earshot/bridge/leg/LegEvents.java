package io.earshot.bridge.leg;

/** What a {@link FarLeg} tells and asks its call. All on the call's loop; none may block. */
public interface LegEvents {
    /** The call may be answered: what the caller is to hear first is there. Once at most. */
    void onReady();

    /** This side is over, or wants to be: the call is to be ended so. */
    void onOver(CallEnd why);

    /** The caller is to be sent to {@code uri} (REFER); {@link FarLeg#transferFailed} tells when that was refused. */
    void onTransfer(String uri);

    /** Keys for the caller's side; {@code 0-9*#A-D}. */
    void onSendDtmf(String digits);
}
