/** How the simulated vendors behave beyond their protocols: latencies, faults, and the counts of what they did. */
@NullMarked
package io.earshot.tools.simulate.behaviour;

import org.jspecify.annotations.NullMarked;
