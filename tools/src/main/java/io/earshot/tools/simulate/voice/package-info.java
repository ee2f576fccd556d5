/** The simulated voice: text to audible speech, synthesized once and kept. */
@NullMarked
package io.earshot.tools.simulate.voice;

import org.jspecify.annotations.NullMarked;
