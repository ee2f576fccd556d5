/** Writing for people at a terminal: colour where it is wanted, columns that line up. */
@NullMarked
package io.earshot.tools.console;

import org.jspecify.annotations.NullMarked;
