/**
 * Room mode: livekit-sip takes the call, and the agent joins its room as a participant, asked by a webhook or by a job of LiveKit's agent
 * dispatch. However often and wherever it is asked, one agent is heard ({@link io.earshot.bridge.room.RoomDesk}).
 */
@NullMarked
package io.earshot.bridge.room;

import org.jspecify.annotations.NullMarked;
