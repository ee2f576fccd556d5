/** Drives failure paths with canary secrets and looks for them wherever something is written. */
@NullMarked
package io.earshot.tools.secrets;

import org.jspecify.annotations.NullMarked;
