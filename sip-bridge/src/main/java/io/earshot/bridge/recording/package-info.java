/** Stereo recordings of calls: copied into a ring on the call's loop, placed in time and written by one thread for all. */
@NullMarked
package io.earshot.bridge.recording;

import org.jspecify.annotations.NullMarked;
