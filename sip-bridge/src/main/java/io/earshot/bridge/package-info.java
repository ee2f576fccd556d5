/** The application: the composition root that builds a running bridge from its configuration. */
@NullMarked
package io.earshot.bridge;

import org.jspecify.annotations.NullMarked;
