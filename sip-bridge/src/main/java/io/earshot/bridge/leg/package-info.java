/**
 * The legs of a call. A leg that owns a media stream ({@link io.earshot.bridge.leg.SipLeg}) asks for a
 * {@link io.earshot.bridge.leg.Voice} once its format is agreed and drives it: it pushes what it receives and pulls what it
 * sends, on its own clock. A {@link io.earshot.bridge.leg.FarLeg} gives that voice. Packets go from one to the other
 * without passing through the call, which only routes events.
 */
@NullMarked
package io.earshot.bridge.leg;

import org.jspecify.annotations.NullMarked;
