/**
 * LiveKit's server API: Twirp calls for rooms, participants, telephony and agent dispatch, with deadlines, safe repeats and errors
 * that say what to do next.
 */
@NullMarked
package io.earshot.livekit.api;

import org.jspecify.annotations.NullMarked;
