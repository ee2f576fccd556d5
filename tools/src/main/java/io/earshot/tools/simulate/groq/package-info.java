/** The simulated language model behind OpenAI-compatible chat completions, in Groq's dialect. */
@NullMarked
package io.earshot.tools.simulate.groq;

import org.jspecify.annotations.NullMarked;
