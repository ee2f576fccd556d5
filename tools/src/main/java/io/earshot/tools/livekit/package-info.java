/** Commands about a LiveKit server: rooms, participants, trunks, dispatch rules and dispatched agents. */
@NullMarked
package io.earshot.tools.livekit;

import org.jspecify.annotations.NullMarked;
