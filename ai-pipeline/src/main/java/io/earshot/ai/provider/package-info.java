/** What all provider adapters share: failures as values, and the rules of retry and fallback. */
@NullMarked
package io.earshot.ai.provider;

import org.jspecify.annotations.NullMarked;
