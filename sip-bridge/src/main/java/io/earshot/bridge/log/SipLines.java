package io.earshot.bridge.log;

import io.earshot.sip.wire.HeaderLookup;
import io.earshot.sip.wire.MessageTap;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One debug line for each SIP message, under the logger {@code io.earshot.sip.messages}: which way, its first line, its peer. Nothing is
 * looked at unless somebody wants such lines. Thread-safe because it holds nothing.
 */
public final class SipLines implements MessageTap {
    private static final Logger log = LoggerFactory.getLogger("io.earshot.sip.messages");
    private static final int LONGEST = 200;

    @Override
    public void onMessage(
            boolean outgoing,
            byte[] raw,
            InetSocketAddress local,
            InetSocketAddress remote,
            String transport,
            long atNs) {
        if (!LogLevels.PROCESS.any() && !log.isDebugEnabled()) {
            return;
        }
        String callId = HeaderLookup.first(raw, "Call-ID").orElse("-");
        log.debug(
                "sip {} {} {} \"{}\" cseq={} call-id={} {} bytes",
                outgoing ? "->" : "<-",
                transport,
                remote.getAddress() == null
                        ? remote.getHostString()
                        : remote.getAddress().getHostAddress() + ":" + remote.getPort(),
                firstLine(raw),
                HeaderLookup.first(raw, "CSeq").orElse("-"),
                callId,
                raw.length);
    }

    private static String firstLine(byte[] raw) {
        int end = 0;
        while (end < raw.length && end < LONGEST && raw[end] != '\r' && raw[end] != '\n') {
            end++;
        }
        return new String(raw, 0, end, StandardCharsets.ISO_8859_1);
    }
}
