/** Language models: the interface that every model adapter implements, its messages and events. */
@NullMarked
package io.earshot.ai.llm;

import org.jspecify.annotations.NullMarked;
