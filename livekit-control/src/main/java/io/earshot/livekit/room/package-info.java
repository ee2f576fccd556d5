/**
 * A participant in one LiveKit room, from the JVM alone: {@link io.earshot.livekit.room.Room} joins, publishes audio, subscribes, keeps the
 * connection through lost sockets and lost servers, and ends with a plain cause. It joins {@code livekit.signal} to {@code media.webrtc}
 * and shows neither.
 */
@NullMarked
package io.earshot.livekit.room;

import org.jspecify.annotations.NullMarked;
