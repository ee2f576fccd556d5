/**
 * WebSocket connections (RFC 6455) to LiveKit's signalling and agent endpoints, on a loop given by the caller. HTTP, TLS and frames are
 * Netty's; everything is bounded in size and time.
 */
@NullMarked
package io.earshot.livekit.ws;

import org.jspecify.annotations.NullMarked;
