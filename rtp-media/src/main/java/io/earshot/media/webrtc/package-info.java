/**
 * A WebRTC peer connection: one transport (ICE, DTLS, SRTP on one UDP port), its offers and answers, its tracks and data
 * channels. Everything is confined to one media loop.
 */
@NullMarked
package io.earshot.media.webrtc;

import org.jspecify.annotations.NullMarked;
