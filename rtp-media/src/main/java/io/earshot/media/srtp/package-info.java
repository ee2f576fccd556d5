/** SRTP and SRTCP (RFC 3711, RFC 7714) of one DTLS session, on jitsi-srtp: keys, replay windows, bounded contexts. */
@NullMarked
package io.earshot.media.srtp;

import org.jspecify.annotations.NullMarked;
