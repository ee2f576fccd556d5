/**
 * What every audio stream needs, however it is carried: received payloads to a sink ({@link
 * io.earshot.media.stream.Ears}), a source to payloads ({@link io.earshot.media.stream.Mouth}). No sockets, threads or
 * clocks.
 */
@NullMarked
package io.earshot.media.stream;

import org.jspecify.annotations.NullMarked;
