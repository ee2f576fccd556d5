/**
 * Digest authentication (RFC 3261 section 22, RFC 7616, RFC 8760), without sockets. The server's side: challenges, credentials and the book
 * of nonces. The client's side: which challenges are answered, and how.
 */
@NullMarked
package io.earshot.sip.digest;

import org.jspecify.annotations.NullMarked;
