/** Text to speech: the interface that every voice adapter implements, and its events. */
@NullMarked
package io.earshot.ai.tts;

import org.jspecify.annotations.NullMarked;
