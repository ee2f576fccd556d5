/**
 * Voice activity detection: is the caller speaking, and when did the first and the last speech arrive. One interface,
 * a light detector on signal energy for scale, and the Silero model through ONNX Runtime for noisy lines.
 */
@NullMarked
package io.earshot.ai.vad;

import org.jspecify.annotations.NullMarked;
