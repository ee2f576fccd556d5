/**
 * Data channels of WebRTC without input or output: SCTP (RFC 9260, the part that RFC 8831 needs) and the data channel
 * establishment protocol (RFC 8832). What goes in and comes out are SCTP packets, to be carried by DTLS (RFC 8261).
 */
@NullMarked
package io.earshot.media.sctp;

import org.jspecify.annotations.NullMarked;
