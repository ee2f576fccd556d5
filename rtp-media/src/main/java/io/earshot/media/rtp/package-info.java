/**
 * RTP (RFC 3550) without sockets: packet flyweight, sequence validation, interarrival jitter, pacing arithmetic
 * and telephone events (RFC 4733). No sockets, threads or clocks; time is an argument.
 */
@NullMarked
package io.earshot.media.rtp;

import org.jspecify.annotations.NullMarked;
