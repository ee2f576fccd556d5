package io.earshot.tools.serve;

import io.earshot.tools.capture.PcapFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Finds a call's turns in its capture from the PCMU payloads alone, as a stranger with an analyser would. */
final class CapturedTurns {
    private static final int RTP_HEADER = 12;
    private static final int PCMU_20_MS = RTP_HEADER + 160;
    private static final int SPEECH_RMS = 184;
    private static final int SOUND_RMS = 6;
    private static final Duration PAUSE = Duration.ofMillis(700);

    private CapturedTurns() {}

    /** For each thing the caller said: milliseconds from its last packet with speech to the answer's first with sound. */
    static List<Double> gapsMs(Path pcap) throws IOException {
        List<PcapFile.Datagram> rtp = PcapFile.read(pcap).stream()
                .filter(datagram -> datagram.payload().length == PCMU_20_MS
                        && (datagram.payload()[0] & 0xC0) == 0x80
                        && (datagram.payload()[1] & 0x7F) == 0)
                .toList();
        int callerPort = callerPort(pcap);
        List<Double> gaps = new ArrayList<>();
        for (Instant end : ends(rtp, callerPort)) {
            Instant answer = firstSoundAfter(rtp, callerPort, end);
            gaps.add(answer == null ? Double.NaN : Duration.between(end, answer).toNanos() / 1e6);
        }
        return gaps;
    }

    /** The port in the session description of the INVITE. */
    private static int callerPort(Path pcap) throws IOException {
        for (PcapFile.Datagram datagram : PcapFile.read(pcap)) {
            String text = new String(datagram.payload(), java.nio.charset.StandardCharsets.ISO_8859_1);
            if (text.startsWith("INVITE ")) {
                int at = text.indexOf("m=audio ") + "m=audio ".length();
                return Integer.parseInt(text.substring(at, text.indexOf(' ', at)));
            }
        }
        throw new AssertionError("no INVITE in the capture");
    }

    /** The last packets of the caller's stretches of speech. */
    private static List<Instant> ends(List<PcapFile.Datagram> rtp, int callerPort) {
        List<Instant> ends = new ArrayList<>();
        for (PcapFile.Datagram datagram : rtp) {
            if (datagram.source().getPort() == callerPort && rms(datagram.payload()) >= SPEECH_RMS) {
                if (!ends.isEmpty()
                        && Duration.between(ends.getLast(), datagram.at()).compareTo(PAUSE) < 0) {
                    ends.removeLast();
                }
                ends.add(datagram.at());
            }
        }
        return ends;
    }

    private static Instant firstSoundAfter(List<PcapFile.Datagram> rtp, int callerPort, Instant after) {
        for (PcapFile.Datagram datagram : rtp) {
            if (datagram.destination().getPort() == callerPort
                    && datagram.at().isAfter(after)
                    && rms(datagram.payload()) >= SOUND_RMS) {
                return datagram.at();
            }
        }
        return null;
    }

    private static int rms(byte[] packet) {
        long energy = 0;
        for (int i = RTP_HEADER; i < packet.length; i++) {
            long sample = linear(packet[i]);
            energy += sample * sample;
        }
        return (int) Math.sqrt((double) energy / (packet.length - RTP_HEADER));
    }

    /** ITU-T G.711, table 2a. */
    private static int linear(byte mu) {
        int inverted = ~mu & 0xFF;
        int magnitude = ((((inverted & 0x0F) << 3) + 0x84) << ((inverted >> 4) & 7)) - 0x84;
        return (inverted & 0x80) == 0 ? magnitude : -magnitude;
    }
}
