/**
 * What a running bridge shows of itself: what its parts count as metrics, its health, its latencies, and the HTTP resources that serve
 * them.
 */
@NullMarked
package io.earshot.bridge.observe;

import org.jspecify.annotations.NullMarked;
