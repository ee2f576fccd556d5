/**
 * Brings what is in the call journal to receivers, in order, each from a durable place of its own: nothing is lost while one is
 * down, and what may come twice is known by its id.
 */
@NullMarked
package io.earshot.bridge.delivery;

import org.jspecify.annotations.NullMarked;
