/**
 * {@code earshot doctor}: checks in order, each with what was measured, the likely cause and the fix. Every check keeps its measuring apart from its
 * judgement, which is a pure function.
 */
@NullMarked
package io.earshot.tools.doctor;

import org.jspecify.annotations.NullMarked;
