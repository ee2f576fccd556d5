/** LiveKit's webhooks: proof that a body was sent by the holder of a key, and the events that it carries. */
@NullMarked
package io.earshot.livekit.webhook;

import org.jspecify.annotations.NullMarked;
