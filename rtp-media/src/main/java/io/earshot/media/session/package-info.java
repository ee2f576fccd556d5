/**
 * One RTP audio stream and its RTCP: what a call uses. {@link io.earshot.media.session.AudioSession} joins the cores
 * of the sibling packages with the sockets and the tick of one media loop.
 */
@NullMarked
package io.earshot.media.session;

import org.jspecify.annotations.NullMarked;
