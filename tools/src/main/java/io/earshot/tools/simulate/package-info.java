/** Simulators of the speech-to-text, language-model and text-to-speech vendors over their true wire protocols. */
@NullMarked
package io.earshot.tools.simulate;

import org.jspecify.annotations.NullMarked;
