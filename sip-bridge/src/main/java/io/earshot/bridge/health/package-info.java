/** How every part of the bridge fares: a state and its reason for each component, and whether calls can be taken. */
@NullMarked
package io.earshot.bridge.health;

import org.jspecify.annotations.NullMarked;
