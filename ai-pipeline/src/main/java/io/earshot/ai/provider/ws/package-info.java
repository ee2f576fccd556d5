/**
 * A WebSocket client (RFC 6455) that runs on a loop given by the caller: no thread hop between a call's audio and the
 * socket. Frames are written and read here without extensions; HTTP, TLS and sockets are Netty's.
 */
@NullMarked
package io.earshot.ai.provider.ws;

import org.jspecify.annotations.NullMarked;
