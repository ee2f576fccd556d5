/** Callers of their own that know, independently of the bridge, what became of each of their calls. */
@NullMarked
package io.earshot.perf.witness;

import org.jspecify.annotations.NullMarked;
