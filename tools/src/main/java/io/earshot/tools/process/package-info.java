/** Earshot commands as processes of their own, tied to the command that started them. */
@NullMarked
package io.earshot.tools.process;

import org.jspecify.annotations.NullMarked;
