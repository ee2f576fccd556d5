package io.earshot.media.webrtc;

import io.earshot.media.dtls.DtlsSession;
import io.earshot.media.ice.IceCounters;
import io.earshot.media.srtp.SrtpCounters;
import io.earshot.media.srtp.SrtpSession;
import io.earshot.media.srtp.SrtpStatus;
import org.jspecify.annotations.Nullable;

/** Running figures of a transport. Confined to its loop. */
final class Counts {
    long rtpIn;
    long rtcpIn;
    long dataIn;
    long rtpOut;
    long rtcpOut;
    long dataOut;
    long unready;
    long strangers;
    long unknown;

    TransportCounters snapshot(IceCounters ice, @Nullable SrtpSession srtp, @Nullable DtlsSession dtls) {
        SrtpCounters packets = srtp == null ? new SrtpCounters() : srtp.counters();
        return new TransportCounters(
                rtpIn,
                rtcpIn,
                dataIn,
                rtpOut,
                rtcpOut,
                dataOut,
                unready,
                strangers,
                unknown,
                packets.of(SrtpStatus.AUTH_FAILED),
                packets.of(SrtpStatus.REPLAYED),
                packets.of(SrtpStatus.MALFORMED),
                packets.of(SrtpStatus.TOO_MANY_SOURCES),
                ice.malformed(),
                ice.refused(),
                ice.ignoredCandidates(),
                dtls == null ? 0 : dtls.overflow(),
                dtls == null ? 0 : dtls.rejected(),
                ice.switches(),
                ice.consentLost());
    }
}
