/** A memory of fixed phrases (greeting, prompts, farewell), so that they are synthesized once and start at once. */
@NullMarked
package io.earshot.ai.provider.phrase;

import org.jspecify.annotations.NullMarked;
