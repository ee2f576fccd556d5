/**
 * SIP as bytes, before any parser: where a message ends on a stream, whether its frame is fit to be parsed (RFC 3261
 * sections 7, 8.2 and 18.3, RFC 4475), and the plain-text answer to one that is not. No sockets, threads or clocks.
 */
@NullMarked
package io.earshot.sip.wire;

import org.jspecify.annotations.NullMarked;
