/** The command line: {@code ./earshot COMMAND}. One class a command; each command's work lives in a package of its own. */
@NullMarked
package io.earshot.tools;

import org.jspecify.annotations.NullMarked;
