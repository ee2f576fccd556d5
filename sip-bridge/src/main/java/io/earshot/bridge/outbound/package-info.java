/** Calls that the bridge places: orders over HTTP, what may be ordered, and the calls themselves. */
@NullMarked
package io.earshot.bridge.outbound;

import org.jspecify.annotations.NullMarked;
