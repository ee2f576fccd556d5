/**
 * LiveKit's own choice of trunk and dispatch rule for a telephone call, as livekit-server 1.13 and its protocol module make it, with
 * the reason for each trunk and rule. Sans-IO.
 */
@NullMarked
package io.earshot.livekit.dispatch;

import org.jspecify.annotations.NullMarked;
