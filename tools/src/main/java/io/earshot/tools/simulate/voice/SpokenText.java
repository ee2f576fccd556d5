package io.earshot.tools.simulate.voice;

import java.util.List;

/**
 * A text as speech at {@link KevinVoice#SAMPLE_RATE}. Immutable by agreement: the samples are only read.
 *
 * @param samples 16-bit linear, mono
 * @param words in order, with their places
 */
@SuppressWarnings("ArrayRecordComponent") // read-only, and never compared
record SpokenText(short[] samples, List<SpokenWord> words) {}
