package io.earshot.sip;

/** The application's door for calls. */
@FunctionalInterface
public interface IncomingCallHandler {

    /** A new call; runs on its executor. 100 has been sent. Returns whoever will hear of the call's events. */
    CallListener onCall(IncomingCall call);
}
