/**
 * Interactive Connectivity Establishment (RFC 8445) over STUN (RFC 8489): candidates, checks, nomination, consent (RFC
 * 7675). Sans-IO: bytes, addresses and time are arguments.
 */
@NullMarked
package io.earshot.media.ice;

import org.jspecify.annotations.NullMarked;
