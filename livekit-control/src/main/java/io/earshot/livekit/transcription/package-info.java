/** What is said in a room, in writing, in the form in which LiveKit's agents send it and its front ends show it. */
@NullMarked
package io.earshot.livekit.transcription;

import org.jspecify.annotations.NullMarked;
