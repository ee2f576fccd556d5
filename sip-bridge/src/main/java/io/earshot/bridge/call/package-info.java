/** Calls: a call joins the caller's leg to a far leg and only routes events between them. */
@NullMarked
package io.earshot.bridge.call;

import org.jspecify.annotations.NullMarked;
