/**
 * Chat completions over HTTP in the OpenAI dialect, streamed: Groq and any compatible endpoint. Requests are read on
 * virtual threads, and their events cross to the call's loop through one mailbox an attempt.
 */
@NullMarked
package io.earshot.ai.provider.openai;

import org.jspecify.annotations.NullMarked;
