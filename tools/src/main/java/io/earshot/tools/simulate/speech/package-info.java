/**
 * A small recogniser: when somebody speaks, and which of the recorded phrases it is. Sans-IO; time is audio time, counted
 * in frames of 10 ms.
 */
@NullMarked
package io.earshot.tools.simulate.speech;

import org.jspecify.annotations.NullMarked;
