package io.earshot.livekit.dispatch;

import java.time.Duration;
import java.util.Map;
import livekit.LivekitSip.SIPHeaderOptions;
import livekit.LivekitSip.SIPInboundTrunkInfo;

/**
 * What the matched trunk says about a call. Immutable.
 *
 * @param trunkId the trunk, or empty when none matched
 * @param name its name, or empty
 * @param headers headers for the 200 answer
 * @param headersToAttributes headers of the INVITE that become attributes, by header name
 * @param attributesToHeaders attributes that become headers of BYE and REFER, by attribute name
 * @param includeHeaders which headers of the INVITE become {@code sip.h.*} attributes
 * @param ringingTimeout longest time to ring, or zero for the default
 * @param maxCallDuration longest call, or zero for the default
 */
public record TrunkPolicy(
        String trunkId,
        String name,
        Map<String, String> headers,
        Map<String, String> headersToAttributes,
        Map<String, String> attributesToHeaders,
        SIPHeaderOptions includeHeaders,
        Duration ringingTimeout,
        Duration maxCallDuration) {

    /** No trunk matched. */
    public static final TrunkPolicy NONE = new TrunkPolicy(
            "", "", Map.of(), Map.of(), Map.of(), SIPHeaderOptions.SIP_NO_HEADERS, Duration.ZERO, Duration.ZERO);

    public TrunkPolicy {
        headers = Map.copyOf(headers);
        headersToAttributes = Map.copyOf(headersToAttributes);
        attributesToHeaders = Map.copyOf(attributesToHeaders);
    }

    static TrunkPolicy of(SIPInboundTrunkInfo trunk) {
        return new TrunkPolicy(
                trunk.getSipTrunkId(),
                trunk.getName(),
                trunk.getHeadersMap(),
                trunk.getHeadersToAttributesMap(),
                trunk.getAttributesToHeadersMap(),
                trunk.getIncludeHeaders(),
                duration(trunk.getRingingTimeout()),
                duration(trunk.getMaxCallDuration()));
    }

    private static Duration duration(com.google.protobuf.Duration value) {
        return Duration.ofSeconds(
                Math.clamp(value.getSeconds(), 0, 1L << 32), Math.clamp(value.getNanos(), 0, 999_999_999));
    }
}
