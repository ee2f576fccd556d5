/** Speech to text: the interface that every recogniser adapter implements, and its events. */
@NullMarked
package io.earshot.ai.stt;

import org.jspecify.annotations.NullMarked;
