/** The simulated speech-to-text: Deepgram's live streaming v1 (Nova) and v2 (Flux). */
@NullMarked
package io.earshot.tools.simulate.deepgram;

import org.jspecify.annotations.NullMarked;
