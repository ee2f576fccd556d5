package io.earshot.bridge.capture;

import java.net.InetSocketAddress;

/** A SIP message as it crossed the socket, its secrets masked. The bytes are not copied; treat them as read-only. */
@SuppressWarnings("ArrayRecordComponent") // messages are compared by nobody
record SipMessage(boolean outgoing, byte[] raw, InetSocketAddress local, InetSocketAddress remote, long atNs) {}
