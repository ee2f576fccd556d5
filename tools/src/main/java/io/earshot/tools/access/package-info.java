/** How tools show a running bridge who asks. */
@NullMarked
package io.earshot.tools.access;

import org.jspecify.annotations.NullMarked;
