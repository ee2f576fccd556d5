/** {@code perf/crash}: whether records of calls survive that their bridge is killed in the midst of its work. */
@NullMarked
package io.earshot.perf.crash;

import org.jspecify.annotations.NullMarked;
