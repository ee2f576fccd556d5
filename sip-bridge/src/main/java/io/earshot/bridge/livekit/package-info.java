/** The one LiveKit server of this bridge: its keys, its API, and how its rooms are joined. For the room and gateway modes. */
@NullMarked
package io.earshot.bridge.livekit;

import org.jspecify.annotations.NullMarked;
