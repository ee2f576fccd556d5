package io.earshot.bridge.leg;

import io.earshot.bridge.config.BridgeConfig;
import io.earshot.bridge.config.ConfigException;
import io.earshot.bridge.config.ConfigFault;
import io.earshot.bridge.config.MediaConfig;
import io.earshot.bridge.metrics.MediaMeter;
import io.earshot.media.codec.AudioCodec;
import io.earshot.media.codec.Codecs;
import io.earshot.media.dtls.DtlsIdentity;
import io.earshot.media.net.MediaLoop;
import io.earshot.media.net.PortPool;
import io.earshot.media.sdp.CodecPolicy;
import io.earshot.media.sdp.Direction;
import io.earshot.media.sdp.LocalAudio;
import io.earshot.media.sdp.MediaSecurity;
import io.earshot.media.session.AudioSession;
import io.earshot.media.session.MediaUnavailableException;
import io.earshot.media.session.PacketTap;
import io.earshot.media.session.SessionConfig;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Opens RTP sessions as configured and says how they are described in SDP. Thread-safe because the pool is and the rest
 * is immutable.
 */
public final class MediaDesk {
    private final MediaConfig config;
    private final MediaMeter meter;
    private final PortPool ports;
    private final SessionConfig session;
    private final InetAddress advertised;
    private final CodecPolicy codecs;
    private final DtlsIdentity identity;
    private final ProtectionCounters protections;
    private final MediaSecurity.Mode srtp;

    /**
     * Checks and resolves what is configured.
     *
     * @throws UnknownHostException when an address is no IP literal and cannot be resolved
     */
    public MediaDesk(MediaConfig config) throws UnknownHostException {
        this(config, new MediaMeter());
    }

    /** The same; {@code meter} adds up what its sessions count. */
    public MediaDesk(MediaConfig config, MediaMeter meter) throws UnknownHostException {
        this(
                config,
                new PortPool(
                        config.firstPort(),
                        config.lastPort(),
                        config.portDrain().toNanos()),
                meter,
                DtlsIdentity.create(),
                new ProtectionCounters());
    }

    private MediaDesk(
            MediaConfig config, PortPool ports, MediaMeter meter, DtlsIdentity identity, ProtectionCounters protections)
            throws UnknownHostException {
        this.config = config;
        this.ports = ports;
        this.meter = meter;
        this.identity = identity;
        this.protections = protections;
        this.srtp = config.srtp();
        InetAddress bind = InetAddress.getByName(config.host());
        this.session = new SessionConfig(
                bind,
                Math.toIntExact(config.firstPacketTimeout().toMillis()),
                Math.toIntExact(config.timeout().toMillis()),
                config.symmetric(),
                config.dtx(),
                config.jitterMinMs(),
                config.jitterMaxMs(),
                Math.toIntExact(config.rtcpInterval().toMillis()),
                config.extendedReports(),
                PacketTap.NONE);
        this.advertised = config.advertisedHost().isEmpty() ? bind : InetAddress.getByName(config.advertisedHost());
        this.codecs = new CodecPolicy(playable(config), config.offererDecides());
    }

    private MediaDesk(MediaDesk other, SessionConfig session, MediaSecurity.Mode srtp) {
        this.config = other.config;
        this.meter = other.meter;
        this.ports = other.ports;
        this.session = session;
        this.advertised = other.advertised;
        this.codecs = other.codecs;
        this.identity = other.identity;
        this.protections = other.protections;
        this.srtp = srtp;
    }

    /** The same for calls of that trunk, which may have a rule of its own about encryption; {@code said} is said of it elsewhere. */
    public MediaDesk forTrunk(String trunk, TrunkEncryption said) {
        MediaSecurity.Mode own = said.mode(config, trunk);
        return own == srtp ? this : new MediaDesk(this, session, own);
    }

    /**
     * A desk with other settings and the same ports.
     *
     * @throws UnknownHostException when an address is no IP literal and cannot be resolved
     */
    public MediaDesk with(MediaConfig changed) throws UnknownHostException {
        return changed.equals(config) ? this : new MediaDesk(changed, ports, meter, identity, protections);
    }

    /**
     * The desk of a configuration, for {@link io.earshot.bridge.config.LiveConfig}.
     *
     * @throws ConfigException when an address cannot be resolved
     */
    public static MediaDesk derived(BridgeConfig config, @Nullable MediaDesk before, MediaMeter meter)
            throws ConfigException {
        try {
            return before == null ? new MediaDesk(config.media(), meter) : before.with(config.media());
        } catch (UnknownHostException e) {
            throw new ConfigException(List.of(new ConfigFault(
                    "(reload)", "media", "host and advertised_host must be addresses that can be resolved")));
        }
    }

    /** The same desk for one call, whose packets {@code tap} sees. */
    public MediaDesk tapped(PacketTap tap) {
        return PacketTap.NONE.equals(tap) ? this : new MediaDesk(this, session.withTap(tap), srtp);
    }

    /** What it goes by. */
    public MediaConfig config() {
        return config;
    }

    /** Ports for a new call, bound on its loop. */
    public AudioSession open(MediaLoop loop) throws MediaUnavailableException {
        return AudioSession.open(loop, ports, session, identity);
    }

    /** Has a session's figures added up until {@code over}. */
    void watch(MediaLoop loop, BooleanSupplier over, Supplier<MediaMeter.Sample> figures) {
        meter.watch("sip", loop, over, figures);
    }

    /** Our side of the offer/answer of a call whose SIP is not encrypted. */
    public LocalAudio local(AudioSession opened) {
        return local(opened, false);
    }

    /**
     * Our side of the offer/answer of a new call.
     *
     * @param sipIsEncrypted the SDP crosses TLS, so that it may hold keys
     */
    public LocalAudio local(AudioSession opened, boolean sipIsEncrypted) {
        InetSocketAddress rtp =
                new InetSocketAddress(advertised, opened.localRtp().getPort());
        return new LocalAudio(
                rtp,
                rtp.getPort() + 1,
                codecs,
                config.ptimeMs(),
                Direction.SENDRECV,
                true,
                true,
                true,
                config.allowLoopback(),
                new MediaSecurity(srtp, sipIsEncrypted || config.srtpOverPlain(), identity.fingerprint(), false));
    }

    /** How calls were protected. */
    public ProtectionCounters protections() {
        return protections;
    }

    /** The configured codecs whose libraries are here: Opus has native code that not every platform has. */
    private static List<AudioCodec> playable(MediaConfig config) {
        List<AudioCodec> playable =
                config.codecs().stream().filter(Codecs::available).toList();
        if (playable.isEmpty()) {
            throw new IllegalArgumentException("none of the configured codecs can be played on this platform");
        }
        return playable;
    }

    /** Port pairs that are configured. */
    public int portsInAll() {
        return Math.max(1, (config.lastPort() - config.firstPort() + 1) / 2);
    }

    /** Port pairs in use by running calls. */
    public int portsInUse() {
        return ports.inUse();
    }
}
