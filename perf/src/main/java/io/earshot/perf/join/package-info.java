/** How long our participant takes to be in a room of a real LiveKit server: joins one after the other, and their percentiles. */
@NullMarked
package io.earshot.perf.join;

import org.jspecify.annotations.NullMarked;
