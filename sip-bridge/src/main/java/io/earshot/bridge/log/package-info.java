/** The process's log: which call a line belongs to, lines as JSON, and levels that change while it runs. */
@NullMarked
package io.earshot.bridge.log;

import org.jspecify.annotations.NullMarked;
