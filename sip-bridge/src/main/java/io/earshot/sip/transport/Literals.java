package io.earshot.sip.transport;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** IP address literals. Stateless. */
public final class Literals {

    private Literals() {}

    /**
     * The address a literal names; a host name is refused rather than looked up, because a lookup may block for
     * seconds and the name may come from a stranger's Via.
     */
    public static InetAddress address(String literal) throws UnknownHostException {
        String bare =
                literal.startsWith("[") && literal.endsWith("]") ? literal.substring(1, literal.length() - 1) : literal;
        try {
            return InetAddress.ofLiteral(bare);
        } catch (IllegalArgumentException e) {
            throw new UnknownHostException("not an IP address");
        }
    }

    /** Whether {@link #address} would take it. */
    public static boolean isLiteral(String host) {
        try {
            return !address(host).isAnyLocalAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
