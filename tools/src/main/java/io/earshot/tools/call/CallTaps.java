package io.earshot.tools.call;

import io.earshot.sip.wire.HeaderLookup;
import io.earshot.sip.wire.MessageTap;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Hands each SIP message to the taps of its call. Thread-safe because the table is concurrent. */
final class CallTaps implements MessageTap {
    private final Map<String, List<MessageTap>> byCallId = new ConcurrentHashMap<>();

    /** From now on {@code taps} see the messages of this call. */
    void add(String callId, List<MessageTap> taps) {
        byCallId.put(callId, List.copyOf(taps));
    }

    /** The call is over. */
    void remove(String callId) {
        byCallId.remove(callId);
    }

    @Override
    public void onMessage(
            boolean outgoing,
            byte[] raw,
            InetSocketAddress local,
            InetSocketAddress remote,
            String transport,
            long atNs) {
        String callId = HeaderLookup.first(raw, "Call-ID").orElse("");
        for (MessageTap tap : byCallId.getOrDefault(callId, List.of())) {
            tap.onMessage(outgoing, raw, local, remote, transport, atNs);
        }
    }
}
