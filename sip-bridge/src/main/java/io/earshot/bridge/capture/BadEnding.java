package io.earshot.bridge.capture;

import io.earshot.bridge.records.CallRecord;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether a call ended so that somebody will ask why. Stateless. */
final class BadEnding {
    private static final Set<String> BAD = Set.of(
            "failed", "media_timeout", "providers_failed", "never_acknowledged", "room_unavailable", "room_ended");

    private BadEnding() {}

    static boolean is(CallRecord call, double badMos) {
        boolean failed = call.end() != null && BAD.contains(call.end().reason());
        boolean faults = !call.providerFailures().isEmpty();
        return failed || faults || poor(call.quality(), badMos);
    }

    private static boolean poor(CallRecord.@Nullable Quality quality, double badMos) {
        return quality != null
                && (below(quality.received().mos(), badMos)
                        || below(quality.sent().mos(), badMos));
    }

    private static boolean below(@Nullable Double mos, double bad) {
        return mos != null && mos < bad;
    }
}
