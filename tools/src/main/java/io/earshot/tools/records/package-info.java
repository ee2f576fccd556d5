/** Reads call records for people and for other programs. */
@NullMarked
package io.earshot.tools.records;

import org.jspecify.annotations.NullMarked;
