package io.earshot.tools.doctor;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether the server says of itself that it is well, and whether its clock and ours agree. */
final class LiveKitClockCheck implements Check {
    static final String NAME = "livekit-clock";

    private static final Duration PATIENCE = Duration.ofSeconds(4);
    private static final Duration NOTICED = Duration.ofSeconds(5);
    private static final Duration HARMFUL = Duration.ofSeconds(60);

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<String> after() {
        return List.of(LiveKitAddressCheck.NAME);
    }

    @Override
    public Verdict run(Patient patient) throws InterruptedException {
        URI page = URI.create(patient.livekit().url().replaceFirst("(?i)^ws", "http"));
        try (HttpClient client =
                HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
            HttpRequest request = HttpRequest.newBuilder(page).timeout(PATIENCE).build();
            HttpResponse<Void> answer = client.send(request, HttpResponse.BodyHandlers.discarding());
            Instant now = patient.clock().instant();
            return judge(
                    answer.statusCode(), answer.headers().firstValue("date").orElse(""), now);
        } catch (IOException unreadable) {
            return Verdict.skipped("the server's own page cannot be read: " + unreadable.getMessage());
        }
    }

    /**
     * Judges the answer.
     *
     * @param date the Date header, or empty
     * @param now our time when it came
     */
    static Verdict judge(int status, String date, Instant now) {
        Instant theirs = parse(date);
        if (theirs == null) {
            return Verdict.skipped("the server does not tell its time");
        }
        // The header has whole seconds: half of one is the best guess.
        Duration ahead = Duration.between(theirs.plusMillis(500), now);
        String measured = "HTTP " + status + ", clocks differ by " + ahead.abs().toSeconds() + " s";
        if (status == 406) {
            return Verdict.of(
                    measured,
                    Finding.warning(
                            FaultClass.LIVEKIT,
                            "livekit-server says that it is not ready: its own figures are stale",
                            "Look into its log, and whether its machine is out of processor time."));
        }
        if (ahead.abs().compareTo(NOTICED) <= 0) {
            return Verdict.ok(measured);
        }
        String cause = "this machine's clock is " + ahead.abs().toSeconds() + " s "
                + (ahead.isNegative() ? "behind" : "ahead of") + " the server's";
        String fix = "Synchronise both clocks (NTP); tokens are refused when they differ by more than a minute.";
        return Verdict.of(
                measured,
                ahead.abs().compareTo(HARMFUL) > 0
                        ? Finding.fault(FaultClass.KEY, cause, fix)
                        : Finding.warning(FaultClass.KEY, cause, fix));
    }

    private static @Nullable Instant parse(String date) {
        try {
            return ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
        } catch (DateTimeException none) {
            return null;
        }
    }
}
