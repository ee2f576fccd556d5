/** {@code earshot status}: how a running bridge does, on one screen. */
@NullMarked
package io.earshot.tools.status;

import org.jspecify.annotations.NullMarked;
