/** {@code earshot config}: checks, shows and describes the configuration, and has a running bridge read it again. */
@NullMarked
package io.earshot.tools.config;

import org.jspecify.annotations.NullMarked;
