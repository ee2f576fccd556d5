package io.earshot.bridge.config;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * An IP address or a network of them (CIDR, RFC 4632). Immutable.
 *
 * @param network first address, in network byte order
 * @param bits length of the prefix
 */
public record AddressRange(InetAddress network, int bits) {
    /**
     * The range written as {@code 192.0.2.1}, {@code 192.0.2.0/24} or the like in IPv6.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static AddressRange parse(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        if (!address.matches("[0-9a-fA-F.:]+")) {
            throw new IllegalArgumentException("'" + text + "' is no IP address or network");
        }
        try {
            InetAddress network = InetAddress.getByName(address);
            int longest = network.getAddress().length * 8;
            int bits = slash < 0 ? longest : Integer.parseInt(text.substring(slash + 1));
            if (bits < 0 || bits > longest) {
                throw new IllegalArgumentException("'" + text + "' is no IP address or network");
            }
            return new AddressRange(network, bits);
        } catch (UnknownHostException | NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' is no IP address or network", e);
        }
    }

    /** Whether an address lies in it. */
    public boolean holds(InetAddress address) {
        byte[] ours = network.getAddress();
        byte[] theirs = address.getAddress();
        if (ours.length != theirs.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit += 8) {
            int mask = bits - bit >= 8 ? 0xFF : 0xFF00 >> (bits - bit) & 0xFF;
            if (((ours[bit / 8] ^ theirs[bit / 8]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }
}
