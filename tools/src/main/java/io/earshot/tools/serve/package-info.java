/** {@code earshot serve}: runs the bridge until it is told to stop. */
@NullMarked
package io.earshot.tools.serve;

import org.jspecify.annotations.NullMarked;
