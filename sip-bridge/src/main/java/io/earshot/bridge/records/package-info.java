/** What is kept of calls while they run and after they ended, for the HTTP side. */
@NullMarked
package io.earshot.bridge.records;

import org.jspecify.annotations.NullMarked;
