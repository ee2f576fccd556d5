package io.earshot.tools.livekit;

import com.google.protobuf.Duration;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Values as people read them. */
final class Words {
    private Words() {}

    /** Items with commas, or {@code any} when there are none. */
    static String orAny(Collection<String> items) {
        return items.isEmpty() ? "any" : String.join(",", items);
    }

    static String dash(String text) {
        return text.isEmpty() ? "-" : text;
    }

    /** {@code a=1 b=2}, or a dash. */
    static String pairs(Map<String, String> map) {
        return dash(new TreeMap<>(map)
                .entrySet().stream()
                        .map(it -> it.getKey() + "=" + it.getValue())
                        .collect(Collectors.joining(" ")));
    }

    /** Wall time of seconds since 1970, or a dash for none. */
    static String time(long seconds) {
        try {
            return seconds == 0 ? "-" : Instant.ofEpochSecond(seconds).toString();
        } catch (DateTimeException outOfRange) {
            return "?";
        }
    }

    static Duration seconds(int seconds) {
        return Duration.newBuilder().setSeconds(seconds).build();
    }
}
