/**
 * The sockets under JAIN-SIP: UDP and TCP message processors of our own, so that every byte passes the guard, the
 * limits and the tap before the stack sees a message, and no write ever blocks a call's thread.
 */
@NullMarked
package io.earshot.sip.transport;

import org.jspecify.annotations.NullMarked;
