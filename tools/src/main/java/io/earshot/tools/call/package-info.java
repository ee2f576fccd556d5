/**
 * The softphone: places a call, speaks recorded phrases as a caller would, records both sides, and measures from
 * outside how long the agent takes to answer and to fall silent.
 */
@NullMarked
package io.earshot.tools.call;

import org.jspecify.annotations.NullMarked;
