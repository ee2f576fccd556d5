/** Which trace a call belongs to, and spans of finished calls for OpenTelemetry. */
@NullMarked
package io.earshot.bridge.trace;

import org.jspecify.annotations.NullMarked;
