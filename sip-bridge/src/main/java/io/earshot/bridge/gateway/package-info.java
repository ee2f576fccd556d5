/**
 * The front desk that chooses a call's way, and the gateway: calls that Earshot takes itself and joins to LiveKit rooms, by
 * LiveKit's own trunks and dispatch rules, with the participant that livekit-sip would make of the caller.
 */
@NullMarked
package io.earshot.bridge.gateway;

import org.jspecify.annotations.NullMarked;
