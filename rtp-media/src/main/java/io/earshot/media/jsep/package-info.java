/**
 * Offers and answers of a peer connection (RFC 8829) with one transport for all sections (RFC 9143): what a remote
 * description says, and the text of a local one. No sockets, threads or clocks; whatever a peer writes, the outcome is a
 * value.
 */
@NullMarked
package io.earshot.media.jsep;

import org.jspecify.annotations.NullMarked;
