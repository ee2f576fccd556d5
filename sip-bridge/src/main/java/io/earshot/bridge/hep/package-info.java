/** Copies of signalling, RTCP, quality and turns for Homer (HEP version 3). */
@NullMarked
package io.earshot.bridge.hep;

import org.jspecify.annotations.NullMarked;
