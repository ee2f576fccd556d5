/**
 * The server's side of digest authentication (RFC 3261 section 22, RFC 7616, RFC 8760), without sockets: challenges,
 * credentials and the book of nonces.
 */
@NullMarked
package io.earshot.sip.digest;

import org.jspecify.annotations.NullMarked;
