/**
 * Whether the media loops keep up: how late they are decides on new calls before running ones suffer, and a loop that is
 * stuck is told of with what it does.
 */
@NullMarked
package io.earshot.bridge.overload;

import org.jspecify.annotations.NullMarked;
