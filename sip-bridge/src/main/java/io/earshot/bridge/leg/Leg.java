package io.earshot.bridge.leg;

/** One party's side of a call. Its events go to a listener given at construction. Confined to the call's loop. */
public interface Leg {
    /** Ends this side and frees everything of it; harmless when repeated. */
    void end(CallEnd why);
}
