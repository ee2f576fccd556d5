package io.earshot.tools.doctor;

import java.util.List;
import java.util.Optional;

/**
 * What lines of LiveKit's logs mean. A line shows the first symptom whose words it holds; all words are lower case. Immutable.
 */
enum LogSymptom {
    NO_RESPONSE(
            FaultClass.BUS,
            Status.FAULT,
            List.of("no response from servers"),
            "livekit-sip asked over Redis what to do with a call and nobody answered (\"auth check failed\"): another Redis than"
                    + " livekit-server's, livekit-server down, or Redis gone. Callers hear 503. It is never a wrong secret",
            "Give livekit-sip the redis section of livekit-server; see that both and Redis run."),
    REDIS(
            FaultClass.BUS,
            Status.FAULT,
            List.of("unable to connect to redis", "failed to connect to redis"),
            "LiveKit cannot reach its Redis",
            "See that Redis runs at redis.address and accepts the user and password there."),
    WRONG_SECRET(
            FaultClass.KEY,
            Status.FAULT,
            List.of("token signature is invalid", "error in cryptographic primitive"),
            "somebody signs tokens with another secret than livekit-server has for the key. If this is livekit-sip's log, its"
                    + " api_secret is wrong and callers hear 486",
            "Use the secret under keys of livekit-server's configuration."),
    UNKNOWN_KEY(
            FaultClass.KEY,
            Status.FAULT,
            List.of("invalid api key"),
            "somebody uses an API key that livekit-server does not have. If this is livekit-sip's log, its api_key is wrong and"
                    + " callers hear 486",
            "Use a name under keys of livekit-server's configuration."),
    CLOCK(
            FaultClass.KEY,
            Status.FAULT,
            List.of("token is expired", "token used before issued", "token not valid yet", "token is not valid yet"),
            "tokens are refused because clocks differ, or were kept too long",
            "Synchronise the clocks of all machines (NTP)."),
    NO_SIGNAL(
            FaultClass.LIVEKIT,
            Status.FAULT,
            List.of("could not dial signal connection", "error establishing signal connection"),
            "livekit-sip does not reach livekit-server, so calls are answered 486",
            "Correct ws_url in livekit-sip's configuration, or start livekit-server there."),
    FLOOD(
            FaultClass.TELEPHONY,
            Status.FAULT,
            List.of("rejecting inbound flood", "\"reason\":\"flood\"", "\"reason\": \"flood\""),
            "calls match no trunk (number, caller or source address) or no rule: livekit-sip drops them in silence, and callers"
                    + " ring for ever",
            "Ask which: earshot dispatch explain --from CALLER --to NUMBER --source-ip ADDRESS"),
    NOBODY_IN_ROOM(
            FaultClass.TELEPHONY,
            Status.FAULT,
            List.of(),
            "calls reached a room in which nobody published audio: callers heard ringing until they gave up (livekit-sip answers"
                    + " once it hears somebody)",
            "Have an agent join the rooms: livekit.room.start, its webhook or its dispatch by name; see whether it runs."),
    TRUNK_PASSWORD(
            FaultClass.TELEPHONY,
            Status.WARNING,
            List.of("authentication failed - username mismatch", "authentication failed - response mismatch"),
            "callers do not prove who they are to a trunk that asks for a password: they are answered 407 and go away",
            "Give whoever calls the trunk's user and password, or take these out of the trunk and allow addresses instead."),
    WEBHOOK_FAILED(
            FaultClass.WEBHOOK,
            Status.FAULT,
            List.of("failed to send webhook"),
            "livekit-server could not deliver its events to an address of webhook.urls",
            "See with --webhook-url what is wrong with the address, or take it out of webhook.urls."),
    WEBHOOK_KEY(
            FaultClass.CONFIGURATION,
            Status.FAULT,
            List.of("api_key is required to use webhooks"),
            "livekit-server did not start, because webhook.api_key is none of its keys",
            "Set webhook.api_key to one of the names under keys."),
    BUSY(
            FaultClass.MACHINE,
            Status.WARNING,
            List.of("cpu exhausted"),
            "livekit-sip took no calls because its machine was busy",
            "Add a livekit-sip, or raise its max_cpu_utilization."),
    SHORT_SECRET(
            FaultClass.CONFIGURATION,
            Status.WARNING,
            List.of("secret is too short"),
            "an API secret has fewer than 32 characters, which can be guessed from a token",
            "Make a new one: livekit-server generate-keys.");

    private final FaultClass kind;
    private final Status severity;
    private final List<String> words;
    private final String cause;
    private final String fix;

    LogSymptom(FaultClass kind, Status severity, List<String> words, String cause, String fix) {
        this.kind = kind;
        this.severity = severity;
        this.words = words;
        this.cause = cause;
        this.fix = fix;
    }

    /** The symptom of a line in lower case, if it is one. */
    static Optional<LogSymptom> of(String line) {
        for (LogSymptom each : values()) {
            if (each.words.stream().anyMatch(line::contains)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    /** The finding; {@code times} says how often and when. */
    Finding finding(String times) {
        return new Finding(severity, kind, cause + " (" + times + ")", fix);
    }
}
