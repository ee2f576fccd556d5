/**
 * Cartesia's speech over WebSocket: several utterances (contexts) interleaved on a few pooled sockets a loop. The life
 * of one utterance is a sans-IO core; audio is decoded straight into pooled buffers.
 */
@NullMarked
package io.earshot.ai.provider.cartesia;

import org.jspecify.annotations.NullMarked;
