/**
 * The endpoint that takes LiveKit's webhooks: verifies each request, knows repeated and late ones, hands events over in order, and
 * tells which call an event belongs to.
 */
@NullMarked
package io.earshot.bridge.webhook;

import org.jspecify.annotations.NullMarked;
