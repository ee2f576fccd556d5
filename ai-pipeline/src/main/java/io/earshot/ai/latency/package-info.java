/**
 * Where the time of a turn went. A turn is anchored to the wire: it begins with the arrival of the RTP packet that
 * held the caller's last speech and ends when the first RTP packet of the reply was sent. The stages in between add up
 * to the total exactly; what cannot be attributed to a stage is kept as {@code unexplained}.
 */
@NullMarked
package io.earshot.ai.latency;

import org.jspecify.annotations.NullMarked;
