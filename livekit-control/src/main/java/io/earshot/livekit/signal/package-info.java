/**
 * LiveKit's signalling as a sans-IO core: how a join is asked for in the current and the older form, what a refusal means, and one session's
 * messages with its keep-alive. Protobuf classes are LiveKit's own.
 */
@NullMarked
package io.earshot.livekit.signal;

import org.jspecify.annotations.NullMarked;
