/** Packet captures: a ring that takes packets on the packet path, and the file they end up in. */
@NullMarked
package io.earshot.media.capture;

import org.jspecify.annotations.NullMarked;
