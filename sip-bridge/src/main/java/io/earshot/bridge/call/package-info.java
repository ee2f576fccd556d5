/** A call: it joins a SIP leg and an agent leg and only routes events between them. */
@NullMarked
package io.earshot.bridge.call;

import org.jspecify.annotations.NullMarked;
