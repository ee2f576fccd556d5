/**
 * Calls and rooms with the real livekit-server, livekit-sip, lk, redis, LiveKit's Python SDK and a browser, in a network
 * namespace of their own. {@code tools/src/peers/install} installs them.
 */
@NullMarked
package io.earshot.tools.peers;

import org.jspecify.annotations.NullMarked;
