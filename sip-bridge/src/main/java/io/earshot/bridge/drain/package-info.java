/** Taking a bridge out of service: no new calls, running ones finish, and at a deadline the rest are told and ended. */
@NullMarked
package io.earshot.bridge.drain;

import org.jspecify.annotations.NullMarked;
