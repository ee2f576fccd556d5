/**
 * DTLS-SRTP (RFC 5764) on Bouncy Castle: our certificate, the handshake on a thread of its own, and the keys and
 * application data that come out of it.
 */
@NullMarked
package io.earshot.media.dtls;

import org.jspecify.annotations.NullMarked;
