/** The demonstration: provider simulators, the bridge and a caller as three processes on loopback, and one call. */
@NullMarked
package io.earshot.tools.demo;

import org.jspecify.annotations.NullMarked;
