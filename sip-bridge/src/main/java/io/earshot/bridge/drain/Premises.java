package io.earshot.bridge.drain;

/** What a drain closes and waits for. Thread-safe by contract; none of it waits. */
public interface Premises {
    /** Takes no more calls, by SIP or in rooms. */
    void shut();

    /** Takes calls again. */
    void open();

    /** Calls that run, and agents on their way to one. */
    int running();

    /** Says goodbye to every caller that can be told, who is then hung up on. */
    void sayFarewell();

    /** Ends every call. */
    void endAll();
}
