/** The same callers through livekit-sip and through Earshot, and the same conversations with LiveKit Agents and with Earshot's agent. */
@NullMarked
package io.earshot.perf.compare;

import org.jspecify.annotations.NullMarked;
