/**
 * Deepgram's live transcription: the v1 API (Nova models) and Flux (v2, with turns). Each has a sans-IO core that knows
 * its messages and timers; {@link io.earshot.ai.provider.deepgram.DeepgramStream} joins a core, a socket and a caller.
 */
@NullMarked
package io.earshot.ai.provider.deepgram;

import org.jspecify.annotations.NullMarked;
