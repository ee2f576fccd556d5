package io.earshot.sip;

import io.earshot.sip.tls.TlsConfig;
import io.earshot.sip.transport.TransportLimits;
import java.time.Duration;
import java.util.Optional;

/**
 * How an endpoint listens and presents itself. Immutable.
 *
 * @param host address to bind, an IP literal
 * @param udpPort 0 for an ephemeral port
 * @param tcpPort 0 for an ephemeral port, the same number as UDP when both are 0
 * @param advertisedHost what Via and Contact name instead of {@code host}; required when {@code host} is a wildcard
 * @param userAgent value of Server and User-Agent
 * @param t1 round-trip estimate that paces repeated 200 answers (RFC 3261 section 17.1.1.1); JAIN-SIP's own transaction
 *     timers stay at 500 ms
 */
public record SipConfig(
        String host,
        int udpPort,
        int tcpPort,
        Optional<String> advertisedHost,
        String userAgent,
        Duration t1,
        TransportLimits transport,
        FloodLimits flood,
        TlsConfig tls) {

    public SipConfig {
        if (udpPort < 0 || udpPort > 65_535 || tcpPort < 0 || tcpPort > 65_535) {
            throw new IllegalArgumentException("port out of range");
        }
        boolean wildcard = host.equals("0.0.0.0") || host.equals("::");
        if (wildcard && advertisedHost.isEmpty()) {
            throw new IllegalArgumentException("advertisedHost is required when host is " + host);
        }
        if (t1.toMillis() < 10 || t1.toMillis() > 10_000) {
            throw new IllegalArgumentException("t1 must be 10 ms to 10 s");
        }
        userAgent = new SipHeader("User-Agent", userAgent).value();
    }

    /** Loopback, ephemeral ports: for tests and tools. */
    public static SipConfig loopback() {
        return new SipConfig(
                "127.0.0.1",
                0,
                0,
                Optional.empty(),
                "earshot",
                Duration.ofMillis(500),
                TransportLimits.defaults(),
                FloodLimits.defaults(),
                TlsConfig.defaults());
    }

    public SipConfig withAddress(String newHost, int newUdpPort, int newTcpPort) {
        return new SipConfig(newHost, newUdpPort, newTcpPort, advertisedHost, userAgent, t1, transport, flood, tls);
    }

    public SipConfig withAdvertisedHost(String name) {
        return new SipConfig(host, udpPort, tcpPort, Optional.of(name), userAgent, t1, transport, flood, tls);
    }

    public SipConfig withUserAgent(String name) {
        return new SipConfig(host, udpPort, tcpPort, advertisedHost, name, t1, transport, flood, tls);
    }

    public SipConfig withT1(Duration newT1) {
        return new SipConfig(host, udpPort, tcpPort, advertisedHost, userAgent, newT1, transport, flood, tls);
    }

    public SipConfig withTransport(TransportLimits limits) {
        return new SipConfig(host, udpPort, tcpPort, advertisedHost, userAgent, t1, limits, flood, tls);
    }

    public SipConfig withFlood(FloodLimits limits) {
        return new SipConfig(host, udpPort, tcpPort, advertisedHost, userAgent, t1, transport, limits, tls);
    }

    public SipConfig withTls(TlsConfig newTls) {
        return new SipConfig(host, udpPort, tcpPort, advertisedHost, userAgent, t1, transport, flood, newTls);
    }

    /** What the outside world calls us. */
    String publicHost() {
        return advertisedHost.orElse(host);
    }
}
