/**
 * Calls that the bridge places to itself over loopback before it says that it is ready, so that the first caller meets
 * warm code. Its providers only keep time: they connect to nobody.
 */
@NullMarked
package io.earshot.bridge.rehearsal;

import org.jspecify.annotations.NullMarked;
