/** {@code perf/drain}: what becomes of running and new calls while a bridge under load drains. */
@NullMarked
package io.earshot.perf.drain;

import org.jspecify.annotations.NullMarked;
