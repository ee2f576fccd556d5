package io.earshot.bridge.config;

/**
 * Copies of signalling and quality for Homer (HEP version 3). Immutable.
 *
 * @param address collector, {@code host:port}; empty: nothing is sent
 * @param transport how packets travel
 * @param ca file with the certificates (PEM) that the collector's is checked against with TLS; empty: those of the JVM
 * @param captureId number of this capture agent
 * @param password the collector's password (chunk 0x000e), or empty
 * @param sip whether SIP messages are sent
 * @param rtcp whether RTCP reports are sent
 * @param quality whether a quality report is sent at the end of a call
 * @param turns whether what happened in a call (turns, interruptions, provider faults) is sent as log entries
 * @param queue packets that may wait to be sent; more are dropped and counted
 */
public record HepConfig(
        String address,
        Transport transport,
        String ca,
        int captureId,
        Secret password,
        boolean sip,
        boolean rtcp,
        boolean quality,
        boolean turns,
        int queue) {
    /** How packets travel. */
    public enum Transport {
        UDP,
        TCP,
        TLS
    }

    public HepConfig {
        if (!address.isEmpty() && !address.matches("(\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9.-]+):[0-9]{1,5}")) {
            throw new IllegalArgumentException("address must be host:port");
        }
        if (queue < 1 || queue > 1_000_000) {
            throw new IllegalArgumentException("queue must be 1 to 1000000");
        }
        if (captureId < 0) {
            throw new IllegalArgumentException("capture_id must not be negative");
        }
    }

    /** Nothing is sent. */
    public static HepConfig defaults() {
        return new HepConfig("", Transport.UDP, "", 2001, Secret.NONE, true, true, true, true, 10_000);
    }

    /** Whether anything is sent. */
    public boolean configured() {
        return !address.isEmpty();
    }

    /** The host of the address. */
    public String host() {
        return address.substring(0, address.lastIndexOf(':')).replaceAll("^\\[|]$", "");
    }

    /** The port of the address. */
    public int port() {
        return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    }
}
