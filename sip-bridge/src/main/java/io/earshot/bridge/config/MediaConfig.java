package io.earshot.bridge.config;

import io.earshot.media.codec.AudioCodec;
import io.earshot.media.sdp.MediaSecurity;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Media on the trunk. Immutable.
 *
 * @param host local address of the RTP sockets, an IP literal
 * @param advertisedHost address that callers are told to send to, an IP literal; empty: {@code host}
 * @param firstPort first UDP port for RTP and RTCP
 * @param lastPort last UDP port for RTP and RTCP; every call takes two
 * @param portDrain how long the ports of an ended call stay unused
 * @param loops media threads; 0: one a processor
 * @param tickMs milliseconds between ticks, 1 to 10
 * @param nativeTransport use epoll where it is available
 * @param codecs codecs we speak, best first
 * @param offererDecides take the caller's first choice among these rather than ours
 * @param ptimeMs packet time we ask for, milliseconds
 * @param symmetric send to where the caller's packets come from
 * @param dtx send nothing while there is nothing to say
 * @param allowLoopback send media to loopback addresses (tests, sandbox)
 * @param firstPacketTimeout without a first packet for this long the call ends
 * @param timeout without any packet for this long the call ends, unless it is on hold
 * @param jitterMinMs least delay of the jitter buffer (G.722, Opus)
 * @param jitterMaxMs most delay of the jitter buffer
 * @param rtcpInterval mean time between RTCP reports
 * @param extendedReports send RTCP-XR VoIP metrics (RFC 3611)
 * @param srtp whether audio of the trunk is encrypted (SRTP by SDES or DTLS-SRTP)
 * @param srtpTrunks the same for single trunks, by name
 * @param srtpOverPlain take keys of SDP (SDES) that came by UDP or TCP, where anybody on the way can read them
 */
public record MediaConfig(
        @AtRestart("the media ports are opened there") String host,
        String advertisedHost,
        @AtRestart("the pool of ports is made once") int firstPort,
        @AtRestart("the pool of ports is made once") int lastPort,
        @AtRestart("the pool of ports is made once") Duration portDrain,
        @AtRestart("the media threads are started once") int loops,
        @AtRestart("the media threads are started once") int tickMs,
        @AtRestart("the media threads are started once") boolean nativeTransport,
        List<AudioCodec> codecs,
        boolean offererDecides,
        int ptimeMs,
        boolean symmetric,
        boolean dtx,
        boolean allowLoopback,
        Duration firstPacketTimeout,
        Duration timeout,
        int jitterMinMs,
        int jitterMaxMs,
        Duration rtcpInterval,
        boolean extendedReports,
        MediaSecurity.Mode srtp,
        Map<String, String> srtpTrunks,
        boolean srtpOverPlain) {
    public MediaConfig {
        codecs = List.copyOf(codecs);
        srtpTrunks = Map.copyOf(srtpTrunks);
        srtpTrunks.values().forEach(MediaConfig::mode);
        if (codecs.isEmpty()) {
            throw new IllegalArgumentException("codecs must name at least one codec");
        }
        if (firstPort < 1_024 || lastPort > 65_535 || lastPort - firstPort < 1) {
            throw new IllegalArgumentException("first_port and last_port must hold a pair within 1024 to 65535");
        }
        if (ptimeMs < 10 || ptimeMs > 60 || ptimeMs % 10 != 0) {
            throw new IllegalArgumentException("ptime_ms must be 10, 20, 30, 40, 50 or 60");
        }
    }

    /** Ports 10000 to 20000, whatever avoids transcoding first, 20 ms. */
    public static MediaConfig defaults() {
        return new MediaConfig(
                "127.0.0.1",
                "",
                10_000,
                20_000,
                Duration.ofSeconds(30),
                0,
                5,
                true,
                List.of(AudioCodec.PCMU, AudioCodec.PCMA, AudioCodec.OPUS, AudioCodec.G722),
                false,
                20,
                true,
                false,
                false,
                Duration.ofSeconds(30),
                Duration.ofSeconds(15),
                0,
                120,
                Duration.ofSeconds(5),
                true,
                MediaSecurity.Mode.OPTIONAL,
                Map.of(),
                false);
    }

    /** The same on loopback alone, without encryption. */
    public MediaConfig onLoopback() {
        return new MediaConfig(
                "127.0.0.1",
                "",
                firstPort,
                lastPort,
                portDrain,
                loops,
                tickMs,
                nativeTransport,
                codecs,
                offererDecides,
                ptimeMs,
                symmetric,
                dtx,
                true,
                firstPacketTimeout,
                timeout,
                jitterMinMs,
                jitterMaxMs,
                rtcpInterval,
                extendedReports,
                MediaSecurity.Mode.OFF,
                Map.of(),
                false);
    }

    /** Whether calls of that trunk are encrypted. */
    public MediaSecurity.Mode srtp(String trunk) {
        String own = srtpTrunks.get(trunk);
        return own == null ? srtp : mode(own);
    }

    private static MediaSecurity.Mode mode(String word) {
        try {
            return MediaSecurity.Mode.valueOf(word.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("srtp_trunks must say off, optional or required", e);
        }
    }
}
