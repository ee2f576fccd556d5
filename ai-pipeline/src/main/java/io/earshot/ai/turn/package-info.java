/** Whose turn it is: when the caller's turn counts as over, and when the caller's voice counts as an interruption. */
@NullMarked
package io.earshot.ai.turn;

import org.jspecify.annotations.NullMarked;
