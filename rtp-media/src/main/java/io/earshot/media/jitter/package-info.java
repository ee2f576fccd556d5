/**
 * Time in received audio: the adaptive jitter buffer for codecs that are decoded here, and the arrival timeline for
 * G.711, whose payloads pass through undecoded. No sockets, threads or clocks.
 */
@NullMarked
package io.earshot.media.jitter;

import org.jspecify.annotations.NullMarked;
