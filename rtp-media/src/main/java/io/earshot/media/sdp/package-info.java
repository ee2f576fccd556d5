/** Session descriptions (RFC 8866) and offer/answer (RFC 3264) for one audio stream. */
@NullMarked
package io.earshot.media.sdp;

import org.jspecify.annotations.NullMarked;
