/**
 * The audio seam: the vocabulary in which legs exchange sound. Formats, G.711 companding as a sample
 * encoding, and the {@link io.earshot.media.audio.AudioSink}/{@link io.earshot.media.audio.AudioSource} pair.
 * Everything here is free of sockets, threads and clocks.
 */
@NullMarked
package io.earshot.media.audio;

import org.jspecify.annotations.NullMarked;
