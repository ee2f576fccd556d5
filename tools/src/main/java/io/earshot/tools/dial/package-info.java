/** Has a running bridge place a call, and tells its life. */
@NullMarked
package io.earshot.tools.dial;

import org.jspecify.annotations.NullMarked;
