package io.earshot.livekit.api;

import io.earshot.livekit.api.ApiException.Unauthorized;
import io.earshot.livekit.api.ApiException.Unauthorized.Reason;
import java.time.Duration;
import java.time.Instant;

/** Tells from a server's answer why a call failed. */
final class Diagnosis {
    private static final Duration TOLERATED_SKEW = Duration.ofSeconds(60);
    private static final String NO_RESPONSE = "no response from servers";
    private static final String NO_SERVERS = "no servers available";

    private Diagnosis() {}

    /** The failure that {@code answer} stands for. */
    static ApiException of(Answer answer) {
        if (answer.status() == 401 || (answer.status() == 403 && !answer.isTwirp())) {
            return unauthorized(answer);
        }
        if (!answer.meta("sip_status_code").isEmpty()) {
            return callRefused(answer);
        }
        return answer.isTwirp() ? twirp(answer) : foreign(answer);
    }

    private static ApiException twirp(Answer answer) {
        String words = answer.words();
        return switch (answer.code()) {
            case "bad_route" ->
                new ApiException.Unsupported(
                        Failure.answered(
                                answer,
                                "the server does not know this call",
                                "It is older than what this program was built for: compare its version with livekit-control/README.md."));
            case "not_found" ->
                new ApiException.NotFound(Failure.answered(answer, words, "Check the name or id; list what exists."));
            case "unauthenticated", "permission_denied" -> unauthorized(answer);
            case "resource_exhausted" ->
                new ApiException.Overloaded(Failure.answered(
                        answer, "the server is at a limit: " + words, "Try again later, or raise the limit."));
            case "unavailable" -> unavailable(answer, words);
            case "internal", "unknown", "dataloss", "deadline_exceeded", "canceled" -> serverFault(answer, words);
            case "unimplemented" -> notOffered(answer);
            default ->
                new ApiException.Rejected(Failure.answered(answer, words + " (" + answer.code() + ")", remedy(words)));
        };
    }

    private static ApiException notOffered(Answer answer) {
        return new ApiException.Unsupported(Failure.answered(
                answer, "this server does not offer the call", "Some calls exist in hosted LiveKit only."));
    }

    private static String remedy(String words) {
        return words.contains("remote unmute not enabled")
                ? "Set room.enable_remote_unmute in livekit-server's configuration, or let the participant unmute itself."
                : "Correct the request and try again.";
    }

    private static ApiException unavailable(Answer answer, String words) {
        if (words.contains(NO_RESPONSE) || words.contains(NO_SERVERS)) {
            return silent(answer);
        }
        if (words.contains("cpu exhausted")) {
            return new ApiException.Overloaded(Failure.answered(
                    answer,
                    "livekit-sip takes no call because its machine is busy (cpu exhausted)",
                    "Add a livekit-sip, or raise its max_cpu_utilization."));
        }
        return serverFault(answer, words);
    }

    /** Somebody who should have answered livekit-server over Redis did not. */
    private static ApiException silent(Answer answer) {
        String redis = "check that all of LiveKit uses one Redis. The API key and secret have no part in this.";
        Failure failure = switch (answer.operation()) {
            case CREATE_SIP_PARTICIPANT, TRANSFER_SIP_PARTICIPANT ->
                Failure.answered(
                        answer,
                        "no livekit-sip answered livekit-server (no response from servers)",
                        "Check that livekit-sip runs and uses the same Redis as livekit-server. The API key and secret"
                                + " have no part in this.");
            case CREATE_ROOM, CREATE_AGENT_DISPATCH ->
                Failure.answered(
                        answer,
                        "no LiveKit node took the room (no response from servers)",
                        "A node that has just died is still chosen for some seconds: try again. Otherwise " + redis);
            default ->
                Failure.answered(
                        answer,
                        "no LiveKit node answered for this room or participant (no response from servers)",
                        "Check that the room exists; " + redis);
        };
        return new ApiException.NoResponder(failure);
    }

    private static ApiException serverFault(Answer answer, String words) {
        if (words.equals("not implemented")) {
            return notOffered(answer);
        }
        if (words.contains("redis required")) {
            return new ApiException.ServerFault(Failure.answered(
                    answer,
                    "the server runs without Redis: " + words,
                    "Configure redis in livekit-server; telephony needs it."));
        }
        if (words.contains("dial tcp") || words.contains("redis")) {
            return new ApiException.ServerFault(Failure.answered(
                    answer,
                    "livekit-server cannot reach its Redis: " + words,
                    "Check that Redis runs where livekit-server's configuration says."));
        }
        return new ApiException.ServerFault(Failure.answered(
                answer,
                "the server failed with HTTP " + answer.status() + (words.isEmpty() ? "" : ": " + words),
                "Look into livekit-server's log at this time, then try again."));
    }

    private static ApiException callRefused(Answer answer) {
        int status = number(answer.meta("sip_status_code"));
        String reason = Answer.quotable(answer.meta("sip_status"));
        return new ApiException.CallRefused(
                Failure.answered(
                        answer,
                        "the other end answered " + status + " " + reason,
                        "See what SIP status " + status
                                + " means at the trunk's provider; check number, trunk address and credentials."),
                status);
    }

    private static ApiException unauthorized(Answer answer) {
        String words = answer.words();
        if (words.contains("invalid API key")) {
            return refused(
                    answer,
                    Reason.UNKNOWN_KEY,
                    "the server has no such API key",
                    "Compare LIVEKIT_API_KEY with the keys in livekit-server's configuration, and check that the URL is that server's.");
        }
        if (words.contains("signature")) {
            return refused(
                    answer,
                    Reason.WRONG_SECRET,
                    "the server knows the API key, but its secret is another one",
                    "Set LIVEKIT_API_SECRET to the secret of this key in livekit-server's configuration.");
        }
        if (words.contains("expired") || words.contains("not valid yet") || words.contains("before issued")) {
            return refused(
                    answer,
                    Reason.CLOCK_SKEW,
                    "the server takes a token that was just made for "
                            + (words.contains("expired") ? "expired" : "not valid yet") + "; " + skew(answer),
                    "Synchronise the clocks of both machines (NTP).");
        }
        if (words.contains("permissions denied")) {
            return refused(
                    answer,
                    Reason.MISSING_GRANT,
                    "the token was accepted but does not allow this call",
                    "Check that this key may do it (a hosted key can be limited) and that server and program are of matching versions.");
        }
        return refused(
                answer,
                Reason.UNKNOWN,
                "the server refused the token with HTTP " + answer.status() + (words.isEmpty() ? "" : ": " + words),
                "Check the URL, LIVEKIT_API_KEY and LIVEKIT_API_SECRET; something in front of LiveKit may be asking for credentials.");
    }

    private static Unauthorized refused(Answer answer, Reason reason, String cause, String advice) {
        return new Unauthorized(Failure.answered(answer, cause, advice), reason);
    }

    private static String skew(Answer answer) {
        Instant date = answer.date();
        if (date == null) {
            return "the clocks differ";
        }
        Duration ahead = Duration.between(date, answer.now());
        if (ahead.abs().compareTo(TOLERATED_SKEW) < 0) {
            return "the clocks agree to the minute, so a clock in between is wrong";
        }
        return "this machine's clock is " + ahead.abs().toSeconds() + " s "
                + (ahead.isNegative() ? "behind" : "ahead of") + " the server's";
    }

    private static ApiException foreign(Answer answer) {
        int status = answer.status();
        if (status == 429) {
            return new ApiException.Overloaded(
                    Failure.answered(answer, "the server asks to slow down (HTTP 429)", "Try again later."));
        }
        if (status >= 500) {
            return new ApiException.ServerFault(Failure.answered(
                    answer,
                    "HTTP " + status + " at " + answer.server() + ", not from LiveKit itself",
                    "See whether livekit-server runs behind the proxy at this address."));
        }
        if (status >= 300 && status < 400) {
            return unintelligible(
                    answer,
                    "the server redirects (HTTP " + status + ")",
                    "Set the URL to where it redirects; tokens are not sent after a redirect.");
        }
        if (answer.text().contains("HTTP request to an HTTPS server")) {
            return unintelligible(answer, "the port speaks TLS, the URL does not", "Use wss:// instead of ws://.");
        }
        return unintelligible(
                answer,
                "HTTP " + status + " at " + answer.server() + " is not the answer of a LiveKit server",
                "Check the URL: it is livekit-server's own address, without a path.");
    }

    private static ApiException unintelligible(Answer answer, String cause, String advice) {
        return new ApiException.Unintelligible(Failure.answered(answer, cause, advice));
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException notOne) {
            return 0;
        }
    }
}
