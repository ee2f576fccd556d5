package io.earshot.tools.call;

import io.earshot.media.session.SessionQuality;
import org.jspecify.annotations.Nullable;

/** Turns a session's figures into a report's. Stateless. */
final class Qualities {
    private Qualities() {}

    static MediaQuality of(SessionQuality quality) {
        SessionQuality.Received received = quality.received();
        SessionQuality.Sent sent = quality.sent();
        boolean reported = !Double.isNaN(sent.remoteLostPercent());
        return new MediaQuality(
                new MediaQuality.Stream(
                        received.packets(),
                        received.lost(),
                        received.discarded(),
                        known(received.jitterMs()),
                        (double) received.bufferDepthMs(),
                        known(received.score().r()),
                        known(received.score().mos())),
                new MediaQuality.Stream(
                        sent.packets(),
                        reported ? sent.remoteLost() : null,
                        null,
                        known(sent.remoteJitterMs()),
                        null,
                        known(sent.score().r()),
                        known(sent.score().mos())),
                known(quality.roundTripMs()));
    }

    private static @Nullable Double known(double value) {
        return Double.isNaN(value) ? null : value;
    }
}
