package io.earshot.media.ice;

import java.net.InetSocketAddress;

/** Our responses to checks (RFC 8489, section 6.3). Confined to its agent. */
final class StunAnswers {
    private final IceWire wire;
    private final StunIntegrity key;
    private final StunWriter writer = new StunWriter();

    StunAnswers(IceWire wire, StunIntegrity key) {
        this.wire = wire;
        this.key = key;
    }

    void succeed(StunReader request, int base, InetSocketAddress to) {
        writer.begin(Stun.Kind.SUCCESS, Stun.BINDING, request.transaction()).xorMappedAddress(to);
        send(base, to);
    }

    void refuseRole(StunReader request, int base, InetSocketAddress to) {
        error(request, Stun.ROLE_CONFLICT, "Role Conflict");
        send(base, to);
    }

    void refuseUnknown(StunReader request, int base, InetSocketAddress to) {
        error(request, Stun.UNKNOWN_ATTRIBUTE_ERROR, "Unknown Attribute");
        writer.unknownAttributes(request.unknownAttributes());
        send(base, to);
    }

    private void error(StunReader request, int code, String reason) {
        writer.begin(Stun.Kind.ERROR, Stun.BINDING, request.transaction()).error(code, reason);
    }

    private void send(int base, InetSocketAddress to) {
        writer.integrity(key).fingerprint();
        wire.send(base, writer.octets(), writer.length(), to);
    }
}
