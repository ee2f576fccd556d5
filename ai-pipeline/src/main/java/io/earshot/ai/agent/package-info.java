/**
 * The agent of one call: a sans-IO conversation that decides, a playout queue that knows what was heard, and the shell
 * that joins both to recogniser, model, voice and the leg's audio. {@link io.earshot.ai.agent.Agent} is what a call uses.
 */
@NullMarked
package io.earshot.ai.agent;

import org.jspecify.annotations.NullMarked;
