package io.earshot.perf.join;

import io.earshot.livekit.room.RoomServices;
import io.earshot.livekit.room.RoomSettings;
import io.earshot.livekit.token.AccessToken;
import io.earshot.livekit.token.ApiKey;
import io.earshot.livekit.token.SignedToken;
import io.earshot.livekit.token.VideoGrant;
import io.earshot.media.audio.AudioFormat;
import io.earshot.media.codec.AudioCodec;
import io.earshot.media.codec.Codecs;
import io.earshot.media.net.MediaLoop;
import io.earshot.media.net.MediaLoops;
import io.earshot.media.net.MediaLoopsConfig;
import java.io.PrintStream;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Joins a room in which somebody talks already, again and again, and prints percentiles:
 *
 * <pre>java -cp perf/target/benchmarks.jar io.earshot.perf.join.JoinTimes ws://127.0.0.1:7880 KEY SECRET [JOINS] [opus|pcmu]</pre>
 */
public final class JoinTimes {
    private static final int PAUSE_MS = 300;

    private final URI url;
    private final ApiKey key;
    private final PrintStream out;
    private final AudioCodec codec;

    private JoinTimes(URI url, ApiKey key, AudioCodec codec, PrintStream out) {
        this.url = url;
        this.key = key;
        this.codec = codec;
        this.out = out;
    }

    /** Runs it. */
    public static void main(String[] arguments) throws Exception {
        int joins = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 50;
        AudioCodec codec = arguments.length > 4 && arguments[4].equals("pcmu") ? AudioCodec.PCMU : AudioCodec.OPUS;
        ApiKey key = ApiKey.of(arguments[1], arguments[2]);
        new JoinTimes(URI.create(arguments[0]), key, codec, System.out).run(joins);
    }

    private void run(int joins) throws Exception {
        Codecs.warm();
        try (MediaLoops loops = MediaLoops.start(new MediaLoopsConfig(2, 5, true));
                RoomServices services = RoomServices.create(RoomSettings.DEFAULT)) {
            services.warm();
            Guest talker = new Guest(services, loops.next(), format());
            talker.join(url, () -> token("talker"), codec);
            talker.awaitMedia();
            List<Guest> guests = new ArrayList<>();
            for (int i = 0; i < joins; i++) {
                guests.add(once(services, loops.next(), "guest-" + i));
            }
            talker.leave();
            print(guests);
        }
    }

    private Guest once(RoomServices services, MediaLoop loop, String identity) throws Exception {
        Guest guest = new Guest(services, loop, format());
        guest.join(url, () -> token(identity), codec);
        guest.awaitSound();
        guest.leave();
        Thread.sleep(PAUSE_MS);
        return guest;
    }

    private void print(List<Guest> guests) {
        out.printf(
                "%d joins with %s, ms%n%-22s %7s %7s %7s %7s%n", guests.size(), codec, "", "p50", "p90", "p99", "max");
        row("welcome", guests.stream().mapToLong(guest -> guest.joinedNs));
        row("media path", guests.stream().mapToLong(guest -> guest.mediaNs));
        row("track ready", guests.stream().mapToLong(guest -> guest.readyNs));
        row("first sound heard", guests.stream().mapToLong(guest -> guest.heardNs));
        row("first packet sent", guests.stream().mapToLong(guest -> guest.sentNs));
    }

    private void row(String name, java.util.stream.LongStream valuesNs) {
        double[] ms = valuesNs.mapToDouble(each -> each / 1e6).sorted().toArray();
        out.printf("%-22s %7.1f %7.1f %7.1f %7.1f%n", name, at(ms, 0.5), at(ms, 0.9), at(ms, 0.99), at(ms, 1));
    }

    private static double at(double[] sorted, double quantile) {
        return sorted[(int) Math.min(sorted.length - 1, Math.ceil(quantile * sorted.length) - 1)];
    }

    private AudioFormat format() {
        return codec == AudioCodec.PCMU ? AudioFormat.PCMU_8K : AudioFormat.LINEAR16_16K;
    }

    private SignedToken token(String identity) {
        return new AccessToken()
                .identity(identity)
                .video(VideoGrant.join("join-times"))
                .sign(key, Instant.now());
    }
}
