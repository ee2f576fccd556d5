/** Packet captures of single calls, on demand, by rule, or from a flight recorder when a call ended badly. */
@NullMarked
package io.earshot.bridge.capture;

import org.jspecify.annotations.NullMarked;
