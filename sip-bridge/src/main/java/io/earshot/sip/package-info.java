/**
 * A SIP user agent over JAIN-SIP (RFC 3261): {@link io.earshot.sip.SipEndpoint} takes and places calls, each call's
 * events come in order on an executor the application chooses, bodies are bytes. JAIN-SIP parses, encodes and runs the
 * transactions; dialogs, admission and sockets are ours. Knows nothing of media, rooms or agents.
 */
@NullMarked
package io.earshot.sip;

import org.jspecify.annotations.NullMarked;
