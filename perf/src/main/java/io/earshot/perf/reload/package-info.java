/** {@code perf/reload}: what running and new calls notice while the bridge's configuration is replaced again and again. */
@NullMarked
package io.earshot.perf.reload;

import org.jspecify.annotations.NullMarked;
