package io.earshot.tools.call;

/** Told how a call goes while it goes, for progress on a screen. Called on the call's threads; must be quick. */
public interface CallWatcher {
    /** Watches nothing. */
    CallWatcher NONE = new CallWatcher() {};

    /** A SIP message was sent or received. */
    default void onSip(SipStep step) {}

    /** The call is answered and audio flows. */
    default void onAnswered(String codec) {}

    /** The caller begins to say this. */
    default void onSaying(String utterance) {}

    /** The agent begins to speak, or is heard again after a pause. */
    default void onAgentTalking() {}
}
