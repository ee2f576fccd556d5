package io.earshot.tools.call;

import io.earshot.media.codec.AudioCodec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A call to place and what to do in it. Immutable.
 *
 * @param target {@code sip:user@host:port}
 * @param from the caller's URI
 * @param transport {@code UDP}, {@code TCP} or {@code TLS}, unless the target says
 * @param codecs codecs to offer, best first
 * @param ptimeMs packet time to send and ask for, milliseconds
 * @param lines what to say; when all is said and answered, the caller hangs up
 * @param digits DTMF to send one second after the answer; empty for none
 * @param ringing how long to let it ring
 * @param talking how long the call may last from its answer; without lines, how long it does last
 * @param record stereo WAV file to write, or null
 * @param capture pcap file to write, or null
 * @param srtp encryption to ask for; the call is not made without it
 */
public record CallPlan(
        String target,
        String from,
        String transport,
        List<AudioCodec> codecs,
        int ptimeMs,
        List<Utterance> lines,
        String digits,
        Duration ringing,
        Duration talking,
        @Nullable Path record,
        @Nullable Path capture,
        Srtp srtp) {

    /** Encryption of the audio. */
    public enum Srtp {
        /** None. */
        OFF,
        /** Keys in SDP (RFC 4568). */
        SDES,
        /** Keys by DTLS on the media path (RFC 5763). */
        DTLS
    }

    /** The same without encryption. */
    public CallPlan(
            String target,
            String from,
            String transport,
            List<AudioCodec> codecs,
            int ptimeMs,
            List<Utterance> lines,
            String digits,
            Duration ringing,
            Duration talking,
            @Nullable Path record,
            @Nullable Path capture) {
        this(target, from, transport, codecs, ptimeMs, lines, digits, ringing, talking, record, capture, Srtp.OFF);
    }

    public CallPlan {
        Objects.requireNonNull(target);
        codecs = List.copyOf(codecs);
        lines = List.copyOf(lines);
        if (ptimeMs < 10 || ptimeMs > 60) {
            throw new IllegalArgumentException("the packet time must be 10 to 60 ms: " + ptimeMs);
        }
    }

    /** A call over UDP that offers every codec at 20 ms, rings for 30 s at most and lasts 2 minutes at most. */
    public static CallPlan to(String target, List<Utterance> lines) {
        return new CallPlan(
                target,
                "sip:caller@earshot.invalid",
                "UDP",
                List.of(AudioCodec.PCMU, AudioCodec.PCMA, AudioCodec.G722, AudioCodec.OPUS),
                20,
                lines,
                "",
                Duration.ofSeconds(30),
                Duration.ofMinutes(2),
                null,
                null);
    }

    /** The same with files to write. */
    public CallPlan recorded(@Nullable Path wav, @Nullable Path pcap) {
        return new CallPlan(target, from, transport, codecs, ptimeMs, lines, digits, ringing, talking, wav, pcap, srtp);
    }

    /** The same with another limit from the answer on. */
    public CallPlan lasting(Duration limit) {
        return new CallPlan(
                target, from, transport, codecs, ptimeMs, lines, digits, ringing, limit, record, capture, srtp);
    }

    /** The same with other codecs. */
    public CallPlan offering(List<AudioCodec> others) {
        return new CallPlan(
                target, from, transport, others, ptimeMs, lines, digits, ringing, talking, record, capture, srtp);
    }

    /** The same by another transport, encrypted in this way. */
    public CallPlan secured(String other, Srtp encryption) {
        return new CallPlan(
                target, from, other, codecs, ptimeMs, lines, digits, ringing, talking, record, capture, encryption);
    }
}
