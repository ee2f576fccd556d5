/**
 * Who may call, how much, and whom the bridge may call: access lists, trunks with caps and passwords, bans of nuisances, and one
 * policy for everything that the bridge dials.
 */
@NullMarked
package io.earshot.bridge.guard;

import org.jspecify.annotations.NullMarked;
