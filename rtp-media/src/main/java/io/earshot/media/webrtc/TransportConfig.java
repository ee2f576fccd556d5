package io.earshot.media.webrtc;

import io.earshot.media.dtls.DtlsIdentity;
import io.earshot.media.ice.CandidateChoice;
import io.earshot.media.srtp.SrtpProfile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/**
 * How a {@link PeerTransport} finds and secures its path. Immutable.
 *
 * @param identity our certificate; one a process
 * @param bindAddresses local addresses, one UDP socket and host candidate each; empty: the address the system would send
 *     from. Loopback is allowed
 * @param stunServers where to ask for our public address; resolved
 * @param profiles SRTP profiles, best first
 * @param connectTimeout from {@code connect} to a working pair, and again for the handshake
 * @param disconnectedAfter without an answer to a consent check
 * @param failedAfter without an answer to a consent check; nothing is sent from then on (RFC 7675: 30 s)
 * @param candidates which candidates are used, ours and the peer's; asked on the transport's loop
 */
public record TransportConfig(
        DtlsIdentity identity,
        List<InetAddress> bindAddresses,
        List<InetSocketAddress> stunServers,
        List<SrtpProfile> profiles,
        Duration connectTimeout,
        Duration disconnectedAfter,
        Duration failedAfter,
        CandidateChoice candidates) {
    private static final int MAX_SOCKETS = 4;
    private static final int MAX_SERVERS = 4;

    public TransportConfig {
        bindAddresses = List.copyOf(bindAddresses);
        stunServers = List.copyOf(stunServers);
        profiles = List.copyOf(profiles);
        require(bindAddresses.size() <= MAX_SOCKETS, "at most " + MAX_SOCKETS + " bind addresses");
        require(stunServers.size() <= MAX_SERVERS, "at most " + MAX_SERVERS + " STUN servers");
        require(stunServers.stream().noneMatch(InetSocketAddress::isUnresolved), "STUN servers must be resolved");
        require(!profiles.isEmpty(), "at least one SRTP profile");
        require(connectTimeout.isPositive(), "connectTimeout must be positive");
        require(disconnectedAfter.isPositive(), "disconnectedAfter must be positive");
        require(failedAfter.compareTo(disconnectedAfter) > 0, "failedAfter must be longer than disconnectedAfter");
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(rule);
        }
    }

    /** The system's own address, no servers, every profile, 15 s to connect, 5 s to notice a loss, 30 s to give up. */
    public static TransportConfig of(DtlsIdentity identity) {
        return new TransportConfig(
                identity,
                List.of(),
                List.of(),
                SrtpProfile.STRONG,
                Duration.ofSeconds(15),
                Duration.ofSeconds(5),
                Duration.ofSeconds(30),
                CandidateChoice.ALL);
    }

    /** The same, bound to these addresses. */
    public TransportConfig boundTo(InetAddress... addresses) {
        return new TransportConfig(
                identity,
                List.of(addresses),
                stunServers,
                profiles,
                connectTimeout,
                disconnectedAfter,
                failedAfter,
                candidates);
    }

    /** The same, with these STUN servers. */
    public TransportConfig withStunServers(List<InetSocketAddress> servers) {
        return new TransportConfig(
                identity, bindAddresses, servers, profiles, connectTimeout, disconnectedAfter, failedAfter, candidates);
    }

    /** The same, with these times. */
    public TransportConfig withTimeouts(Duration connect, Duration disconnected, Duration failed) {
        return new TransportConfig(
                identity, bindAddresses, stunServers, profiles, connect, disconnected, failed, candidates);
    }

    /** The same, with these candidates only, as a diagnosis of one way needs them. */
    public TransportConfig using(CandidateChoice chosen) {
        return new TransportConfig(
                identity, bindAddresses, stunServers, profiles, connectTimeout, disconnectedAfter, failedAfter, chosen);
    }
}
