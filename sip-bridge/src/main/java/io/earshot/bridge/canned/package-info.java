/** Recorded speech for times when no voice can be used: an administrator's files, and what the voice has spoken before. */
@NullMarked
package io.earshot.bridge.canned;

import org.jspecify.annotations.NullMarked;
