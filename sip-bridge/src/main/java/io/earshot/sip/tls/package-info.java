/**
 * Certificates for SIP over TLS (RFC 3261 section 26, RFC 5922): what is configured, the PEM files, the contexts made of
 * them, their reload, and whom a certificate names. Sockets are in the transport's package.
 */
@NullMarked
package io.earshot.sip.tls;

import org.jspecify.annotations.NullMarked;
