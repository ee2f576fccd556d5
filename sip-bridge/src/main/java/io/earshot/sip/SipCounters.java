package io.earshot.sip;

import io.earshot.sip.transport.TransportCounters;

/**
 * The endpoint's counts at one moment. Immutable.
 *
 * @param callsAlive calls now, from INVITE to BYE or refusal
 * @param incomingCalls INVITEs that became calls
 * @param outgoingCalls calls placed
 * @param notAdmitted INVITEs answered 503 or 486 or dropped on the application's or the endpoint's decision
 * @param flooded requests dropped for their source's rate
 * @param refused requests refused before a call existed (4xx, 482, 483, 420 and the like)
 * @param acksMissed calls ended because our 200 was never acknowledged
 * @param bugs calls ended by an exception
 */
public record SipCounters(
        int callsAlive,
        long incomingCalls,
        long outgoingCalls,
        long notAdmitted,
        long flooded,
        long refused,
        long acksMissed,
        long bugs,
        TransportCounters.Snapshot transport) {}
