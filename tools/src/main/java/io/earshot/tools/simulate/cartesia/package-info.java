/** The simulated text-to-speech: Cartesia's WebSocket contexts and its bytes endpoint. */
@NullMarked
package io.earshot.tools.simulate.cartesia;

import org.jspecify.annotations.NullMarked;
