/**
 * How to treat what is outside and may be down: waits between attempts ({@link io.earshot.media.retry.Backoff}) and whether
 * to ask at all ({@link io.earshot.media.retry.CircuitBreaker}). Shared by all modules; knows no protocol.
 */
@NullMarked
package io.earshot.media.retry;

import org.jspecify.annotations.NullMarked;
