package io.earshot.sip.transport;

import java.net.InetAddress;

/**
 * Judges sources of messages before anything is spent on what they send, and is told what they did wrong. Called on transport
 * threads for every message, so it must be thread-safe, quick and never wait.
 */
public interface SourceGuard {
    /** Lets everything in and remembers nothing. */
    SourceGuard NONE = new SourceGuard() {};

    /** What a source can do wrong outside of calls. */
    enum Fault {
        /** A message that is no SIP, or broken beyond an answer other than 400. */
        MALFORMED,
        /** A request of a method that nobody serves here, such as REGISTER. */
        UNSERVED,
        /** A request or a response that belongs to no call of ours. */
        STRAY,
        /** More requests or connections than a source may have. */
        FLOODED
    }

    /** Whether anything of that source is looked at: asked for each datagram, connection and message of a stream. */
    default boolean admits(InetAddress source) {
        return true;
    }

    /** Whether a request of that source is parsed; {@code raw} is as it came and must not be changed. */
    default boolean admitsRequest(InetAddress source, byte[] raw) {
        return true;
    }

    /** Whether that source may send as many requests as it likes, as a trunk may. */
    default boolean unlimited(InetAddress source) {
        return false;
    }

    /** A source did something wrong. */
    default void onFault(InetAddress source, Fault fault) {}
}
