/**
 * Ordered lists of providers behind the same three seams: when one fails before the caller could hear a difference, the
 * next takes over. A circuit breaker for each provider, shared by all calls, keeps callers from waiting for one that
 * is known to be down.
 */
@NullMarked
package io.earshot.ai.provider.fallback;

import org.jspecify.annotations.NullMarked;
