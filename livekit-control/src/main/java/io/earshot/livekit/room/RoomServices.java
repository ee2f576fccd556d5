package io.earshot.livekit.room;

import io.earshot.livekit.ws.SignalSockets;
import io.earshot.media.dtls.DtlsIdentity;
import io.earshot.media.webrtc.PeerConfig;
import io.earshot.media.webrtc.TransportConfig;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.URI;

/**
 * What the rooms of this process share: the DTLS certificate, the TLS context, the description of this client, the counters. Make one at the
 * start and {@link #warm} it. Thread-safe because its parts are.
 */
public final class RoomServices implements AutoCloseable {
    private final RoomSettings settings;
    private final SignalSockets sockets;
    private final PeerConfig peers;
    private final PeerConfig localPeers;
    private final RoomCounters counters = new RoomCounters();

    private RoomServices(RoomSettings settings) {
        this.settings = settings;
        this.sockets = SignalSockets.create(settings.trust());
        TransportConfig transport = TransportConfig.of(DtlsIdentity.create()).using(settings.candidates());
        InetAddress bound = settings.mediaAddress();
        this.peers = PeerConfig.of(bound == null ? transport : transport.boundTo(bound));
        this.localPeers = PeerConfig.of(transport.boundTo(InetAddress.getLoopbackAddress()));
    }

    /** Shared parts by {@code settings}. */
    public static RoomServices create(RoomSettings settings) {
        return new RoomServices(settings);
    }

    /**
     * Loads classes and prepares what the first join would otherwise wait for. Blocks for a second or so: call it before calls are
     * accepted, never on a loop.
     */
    public void warm() {
        sockets.warm();
        RoomServices rehearsal = new RoomServices(RoomSettings.DEFAULT);
        Warmth.spread(rehearsal, rehearsal.localPeers);
        rehearsal.close();
    }

    /** What happened to all rooms so far. */
    public RoomCounters counters() {
        return counters;
    }

    RoomSettings settings() {
        return settings;
    }

    SignalSockets sockets() {
        return sockets;
    }

    /** Settings of connections to {@code server}: on loopback for one there, unless an address is set. */
    PeerConfig peers(URI server) {
        return settings.mediaAddress() == null && isLocal(server) ? localPeers : peers;
    }

    private static boolean isLocal(URI server) {
        byte[] literal = NetUtil.createByteArrayFromIpAddressString(server.getHost());
        return "localhost".equals(server.getHost()) || (literal != null && literal.length == 4 && literal[0] == 127);
    }

    /** Stops the shared threads; rooms must have ended. */
    @Override
    public void close() {
        sockets.close();
    }
}
