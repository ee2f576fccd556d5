/**
 * RTCP (RFC 3550, section 6), extended reports (RFC 3611) and the quality figures made of them (ITU-T G.107).
 * No sockets, threads or clocks.
 */
@NullMarked
package io.earshot.media.rtcp;

import org.jspecify.annotations.NullMarked;
