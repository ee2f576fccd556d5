/** A clock and a network under the control of a test; published as this module's test jar. */
@NullMarked
package io.earshot.media.sim;

import org.jspecify.annotations.NullMarked;
