package io.earshot.tools.doctor;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/**
 * LiveKit's Redis, where its address is known: whether it lets LiveKit's programs in, and who listens on its bus. Channels of Redis are the same for
 * all databases, so the database's number does not part the programs; the address does.
 */
final class RedisCheck implements Check {
    /** What livekit-server listens at for livekit-sip's question what to do with a call. */
    private static final String SERVER_CHANNEL = "IOInfo|EvaluateSIPDispatchRules|REQ";
    /** What livekit-sip listens at for calls to place. */
    private static final String SIP_CHANNEL = "SIPInternal|CreateSIPParticipant|REQ";

    /**
     * Who listens. Immutable.
     *
     * @param server whether a livekit-server does
     * @param sip whether a livekit-sip does
     */
    record Listening(boolean server, boolean sip) {}

    private final PeerFiles files;
    private final DoctorFlags flags;

    RedisCheck(PeerFiles files, DoctorFlags flags) {
        this.files = files;
        this.flags = flags;
    }

    @Override
    public String name() {
        return "redis";
    }

    @Override
    public Verdict run(Patient patient) {
        Set<RedisPlace> places = new LinkedHashSet<>();
        Stream.of(
                        RedisPlace.of("livekit-server", PeerYaml.readIfGiven(files.server())),
                        RedisPlace.of("livekit-sip", PeerYaml.readIfGiven(files.sip())),
                        RedisPlace.of(flags.redis(), patient.environment()))
                .forEach(each -> each.ifPresent(places::add));
        if (places.isEmpty()) {
            return flags.redis() == null
                    ? Verdict.skipped(
                            "its address is not known (--livekit-server-config, --livekit-sip-config, --redis)")
                    : Verdict.of(
                            "--redis names no Redis",
                            Finding.fault(
                                    FaultClass.CONFIGURATION,
                                    "--redis is no redis://HOST:PORT",
                                    "Leave user and password out; they come from REDIS_USERNAME and REDIS_PASSWORD."));
        }
        List<Finding> findings = new ArrayList<>();
        List<String> measured = new ArrayList<>();
        RedisPlace.merged(places).forEach(place -> measured.add(examine(place, findings)));
        return Verdict.of(String.join("; ", measured), findings);
    }

    private static String examine(RedisPlace place, List<Finding> findings) {
        String who = place.owner() + "'s " + place.place();
        long beginNs = System.nanoTime();
        try (RedisTalk talk = RedisTalk.open(place)) {
            if (place.password().isPresent()) {
                String password = place.password().reveal();
                String[] words = place.user().isEmpty()
                        ? new String[] {"AUTH", password}
                        : new String[] {"AUTH", place.user(), password};
                talk.ask(words);
            }
            talk.ask("PING");
            String took = LiveKitAddressCheck.ms(System.nanoTime() - beginNs);
            if (place.database() != 0) {
                talk.ask("SELECT", Integer.toString(place.database()));
            }
            Listening listening = listening(talk);
            findings.addAll(judge(place, listening));
            return who + ": PONG in " + took + (place.secure() ? " under TLS" : "") + ", livekit-server "
                    + (listening.server ? "listens" : "does not listen") + ", livekit-sip "
                    + (listening.sip ? "listens" : "does not listen");
        } catch (IOException failed) {
            findings.add(failed(place, failed));
            return who + ": " + words(failed);
        }
    }

    private static Listening listening(RedisTalk talk) throws IOException {
        return new Listening(
                !talk.ask("PUBSUB", "CHANNELS", SERVER_CHANNEL).isEmpty(),
                !talk.ask("PUBSUB", "CHANNELS", SIP_CHANNEL).isEmpty());
    }

    static List<Finding> judge(RedisPlace place, Listening listening) {
        if (!listening.server) {
            return List.of(fault(
                    "no livekit-server listens on the Redis of " + place.owner() + " (" + place.place()
                            + "): livekit-sip's question what to do with a call gets \"no response from servers\", and callers"
                            + " hear 503. It is no key fault",
                    "Start livekit-server, and give it and livekit-sip this same Redis."));
        }
        return place.owner().endsWith("livekit-sip") && !listening.sip
                ? List.of(fault(
                        "livekit-sip does not listen on the Redis of its configuration (" + place.place()
                                + "): it does not run, or runs with another configuration",
                        "Start livekit-sip with this file, and look into its log."))
                : List.of();
    }

    static Finding failed(RedisPlace place, IOException failure) {
        String who = "the Redis of " + place.owner() + " (" + place.place() + ")";
        return switch (failure) {
            case UnknownHostException _ -> fault(who + " has a name that does not resolve", "Correct redis.address.");
            case ConnectException _ ->
                fault(
                        who
                                + " accepts no connections from this machine: it is gone, or elsewhere. livekit-sip logs \"no"
                                + " response from servers\", and callers hear 503",
                        "Start Redis, or correct redis.address; run the doctor on LiveKit's machine to be sure.");
            case SSLException _ ->
                fault(
                        who + " is asked under TLS and fails it: " + words(failure),
                        "Switch TLS off, or name its TLS port.");
            case SocketTimeoutException _
            when place.secure() ->
                fault(
                        who + " is asked under TLS and does not answer: it speaks none at this port",
                        "Take redis.use_tls out, or name its TLS port.");
            case SocketTimeoutException _, NoRouteToHostException _ ->
                fault(who + " does not answer", "Let TCP to it through, and see that its machine is not overloaded.");
            case RedisTalk.Refused refused -> refused(place, who, words(refused));
            case ProtocolException _
            when !place.secure() ->
                fault(
                        who + " speaks no Redis protocol, or TLS only: " + words(failure),
                        "Correct the port, or set redis.use_tls.");
            default -> fault(who + ": " + words(failure), "Look into Redis's log.");
        };
    }

    private static Finding refused(RedisPlace place, String who, String words) {
        if (words.startsWith("NOAUTH")) {
            return fault(who + " wants a password, and none is configured", "Set redis.password, and redis.username.");
        }
        if (words.startsWith("WRONGPASS") || words.contains("invalid password") || words.contains("AUTH")) {
            return fault(
                    who + " refuses user and password that are configured",
                    "Correct redis.username and redis.password in both of LiveKit's configurations.");
        }
        if (words.startsWith("NOPERM")) {
            return fault(
                    who + " lets the user in, but forbids it what LiveKit needs",
                    "Allow all channels and keys to it (ACL SETUSER NAME allchannels allkeys +@all).");
        }
        if (words.contains("DB index")) {
            return fault(who + " has no database " + place.database(), "Set redis.db to one it has, 0 to 15 mostly.");
        }
        return fault(who + " answers: " + words, "Look into Redis's log.");
    }

    private static String words(IOException failure) {
        String words = String.valueOf(failure.getMessage());
        return words.substring(0, Math.min(words.length(), 120));
    }

    private static Finding fault(String cause, String fix) {
        return Finding.fault(FaultClass.BUS, cause, fix);
    }
}
