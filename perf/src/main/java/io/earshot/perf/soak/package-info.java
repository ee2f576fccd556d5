/**
 * Calls for an hour while something goes wrong every minute: does anything leak, does any call hang? Everything runs on loopback, in
 * processes of its own.
 */
@NullMarked
package io.earshot.perf.soak;

import org.jspecify.annotations.NullMarked;
