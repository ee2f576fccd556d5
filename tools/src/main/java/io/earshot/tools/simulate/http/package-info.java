/** The simulators' server: HTTP requests and WebSockets on Netty event loops, and timers that share one wake-up a tick. */
@NullMarked
package io.earshot.tools.simulate.http;

import org.jspecify.annotations.NullMarked;
