package io.earshot.tools.doctor;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** When lines of one kind were written, and for whose calls. Bounded. Mutable; one thread. */
final class LogTimes {
    private static final int MOST_KEPT = 10_000;
    private static final int SHOWN = 3;

    private final Map<Long, Integer> minutes = new HashMap<>();
    private final Map<String, Integer> callers = new HashMap<>();
    private final Map<String, Integer> numbers = new HashMap<>();
    private final Set<String> calls = new HashSet<>();
    private long lines;
    private double first = Double.MAX_VALUE;
    private double last;

    /**
     * Counts a line.
     *
     * @param second when, seconds since 1970; 0 when the line does not tell
     * @param call its call, or empty; what is counted by callers is calls, not lines
     */
    void add(double second, String call, String caller, String number) {
        lines++;
        boolean another = call.isEmpty() || (calls.size() < MOST_KEPT && calls.add(call));
        if (second > 0) {
            first = Math.min(first, second);
            last = Math.max(last, second);
            count(minutes, (long) second / 60, another);
        }
        count(callers, caller, another && !caller.isEmpty());
        count(numbers, number, another && !number.isEmpty());
    }

    private static <K> void count(Map<K, Integer> counts, K key, boolean another) {
        if (another && (counts.size() < MOST_KEPT || counts.containsKey(key))) {
            counts.merge(key, 1, Integer::sum);
        }
    }

    /** Such as {@code 3 calls, 21:00:03Z to 21:04:10Z, most in the minute from 21:04Z: 2; callers +1555 (3)}. */
    String words() {
        StringBuilder words = new StringBuilder(count());
        if (last > 0) {
            words.append(last - first < 1 ? ", at " + time(first) : ", from " + time(first) + " to " + time(last));
            minutes.entrySet().stream()
                    .max(Map.Entry.comparingByValue())
                    .filter(most -> minutes.size() > 1 && most.getValue() > 1)
                    .ifPresent(most -> words.append(", most in the minute from ")
                            .append(time(most.getKey() * 60.0))
                            .append(": ")
                            .append(most.getValue()));
        }
        return words.append(top("; callers ", callers))
                .append(top("; numbers ", numbers))
                .toString();
    }

    private String count() {
        return calls.isEmpty()
                ? lines + (lines == 1 ? " line" : " lines")
                : calls.size() + (calls.size() == 1 ? " call" : " calls");
    }

    private static String top(String title, Map<String, Integer> counts) {
        List<String> most = counts.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(SHOWN)
                .map(each -> each.getKey() + " (" + each.getValue() + ")")
                .toList();
        int more = counts.size() - most.size();
        return most.isEmpty()
                ? ""
                : title + most.stream().collect(Collectors.joining(", ")) + (more > 0 ? " and " + more + " more" : "");
    }

    private static String time(double second) {
        return Instant.ofEpochSecond((long) second)
                .truncatedTo(ChronoUnit.SECONDS)
                .toString();
    }
}
