package io.earshot.media.webrtc;

import java.util.StringJoiner;

/**
 * What passed a {@link PeerTransport} so far, and what it dropped. Immutable snapshot.
 *
 * @param rtpIn RTP packets handed on
 * @param rtcpIn RTCP compounds handed on
 * @param dataIn SCTP packets handed on
 * @param rtpOut RTP packets sent
 * @param rtcpOut RTCP compounds sent
 * @param dataOut SCTP packets sent
 * @param unready dropped because the transport was not connected, outgoing or incoming
 * @param strangers DTLS and SRTP datagrams from addresses ICE has not validated
 * @param unknown datagrams that are no STUN, DTLS, RTP or RTCP (RFC 7983), and TURN channel data
 * @param srtpAuthFailed SRTP and SRTCP packets that failed authentication
 * @param srtpReplayed SRTP and SRTCP packets seen before, or too old to tell
 * @param srtpMalformed SRTP and SRTCP packets too short or otherwise broken
 * @param srtpRefused packets of more sources than are kept
 * @param stunMalformed STUN messages that are broken, or whose fingerprint is wrong
 * @param stunRefused STUN messages without our user name, or whose integrity is wrong
 * @param candidatesIgnored remote candidates that cannot be used: other family or transport, or too many
 * @param dtlsOverflow DTLS datagrams dropped because the handshake did not keep up
 * @param dtlsRejected DTLS records after the handshake that were forged or broken
 * @param pairSwitches times the selected pair changed after the first selection
 * @param consentLost times the peer stopped answering
 */
public record TransportCounters(
        long rtpIn,
        long rtcpIn,
        long dataIn,
        long rtpOut,
        long rtcpOut,
        long dataOut,
        long unready,
        long strangers,
        long unknown,
        long srtpAuthFailed,
        long srtpReplayed,
        long srtpMalformed,
        long srtpRefused,
        long stunMalformed,
        long stunRefused,
        long candidatesIgnored,
        long dtlsOverflow,
        long dtlsRejected,
        long pairSwitches,
        long consentLost) {
    /** What was refused, in words; empty when nothing was. */
    public String refusals() {
        StringJoiner words = new StringJoiner(", ");
        say(words, strangers, "DTLS or SRTP from strangers");
        say(words, srtpAuthFailed, "SRTP not authentic");
        say(words, srtpReplayed, "SRTP repeated");
        say(words, srtpMalformed, "SRTP malformed");
        say(words, srtpRefused, "SRTP of too many sources");
        say(words, stunMalformed, "STUN malformed");
        say(words, stunRefused, "STUN not authentic");
        say(words, dtlsRejected, "DTLS not authentic");
        say(words, dtlsOverflow, "DTLS in a flood");
        say(words, unknown, "of no known kind");
        return words.toString();
    }

    private static void say(StringJoiner words, long count, String what) {
        if (count > 0) {
            words.add(count + " " + what);
        }
    }
}
