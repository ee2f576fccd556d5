package io.earshot.tools.doctor;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/** What an answer to a signed question says about the way to our webhook endpoint. */
final class EchoFindings {
    private EchoFindings() {}

    /**
     * The cause, or null where the answer proves that it is us.
     *
     * @param address where it was asked
     * @param here what the endpoint said that was asked directly, without anything between; null when it was not
     * @param path where our endpoint is
     */
    static @Nullable Finding of(URI address, Echo answer, @Nullable Echo here, String path) {
        if (answer.proven()) {
            return null;
        }
        return switch (answer.status()) {
            case 200, 201, 202, 204 ->
                fault(
                        "something answers at " + address + ", but it is not this bridge: the answer lacks its proof",
                        "Let the address lead to " + path + " of the bridge.");
            case 301, 302, 303, 307, 308 ->
                fault(
                        "the address redirects (HTTP " + answer.status() + " to " + answer.location()
                                + "), and an event that follows is no POST any more or lacks its token",
                        "Name the address behind the redirect in webhook.urls.");
            case 401 -> unauthorized(address, answer, here);
            case 403 ->
                fault(
                        "something before the bridge forbids the request (HTTP 403)",
                        "Let LiveKit's addresses pass in the proxy or firewall at " + address.getHost() + ".");
            case 404 ->
                fault(
                        "the path " + address.getPath()
                                + " does not exist there (HTTP 404): the bridge takes events at " + path,
                        "Correct the path in webhook.urls of livekit-server, or the proxy's rule, or livekit.webhook.path.");
            case 405, 411, 415 ->
                fault(
                        "what answers there takes no such request (HTTP " + answer.status() + ")",
                        "Let the proxy pass POST with its body on to " + path + " of the bridge.");
            case 413 ->
                fault(
                        "something on the way takes only smaller requests (HTTP 413)",
                        "Let the proxy take bodies up to livekit.webhook.max_body.");
            case 502, 503, 504 ->
                fault(
                        "a proxy answers, but reaches no bridge behind it (HTTP " + answer.status() + ")",
                        "Start the bridge, or correct the address and port to which the proxy passes requests.");
            default ->
                fault(
                        "the endpoint answers HTTP " + answer.status(),
                        "Look into the log of what answers at " + address.getHost() + ".");
        };
    }

    private static Finding unauthorized(URI address, Echo answer, @Nullable Echo here) {
        if (answer.words().startsWith("body is not")) {
            return fault(
                    "something on the way changes the body of requests, so no signature holds",
                    "Let the proxy pass bodies on octet by octet: no rewriting of JSON, no decompression, no filter.");
        }
        if (answer.words().startsWith("token has expired") || answer.words().startsWith("token is not valid yet")) {
            return Finding.fault(
                    FaultClass.KEY,
                    "the bridge at " + address.getHost() + " finds our token out of date: its clock differs from ours",
                    "Synchronise both clocks (NTP).");
        }
        if (answer.passwordWanted()) {
            return fault(
                    "something before the bridge wants a password (HTTP 401)",
                    "Let " + address.getPath() + " pass without one: LiveKit sends its signed token alone.");
        }
        if (here != null && here.proven()) {
            return fault(
                    "the bridge itself takes our key, but refuses what comes through " + address.getHost()
                            + ": something on the way removes or replaces the Authorization header",
                    "Let the proxy pass the Authorization header on as it is.");
        }
        return Finding.fault(
                FaultClass.KEY,
                "the bridge there does not know key and secret of this configuration (HTTP 401), so it refuses LiveKit's"
                        + " events as well",
                "Give it the LIVEKIT_API_KEY and LIVEKIT_API_SECRET of webhook.api_key, and start it anew.");
    }

    /** Why nothing answered. */
    static Finding unreachable(URI address, Reach reach, Echo answer) {
        String place = address.getHost() + ":" + WebhookCheck.port(address);
        if (reach.failure() == null) {
            return fault(
                    place + " accepts connections but gives no answer: " + words(answer),
                    "See that it speaks HTTP" + (address.getScheme().equalsIgnoreCase("https") ? "S" : "")
                            + ", and what it passes requests on to.");
        }
        if (reach.tcpNs() > 0) {
            return TlsFindings.of(
                    FaultClass.WEBHOOK,
                    address.getHost(),
                    reach.failure(),
                    "Use http://, or the port that speaks TLS.");
        }
        return switch (reach.failure()) {
            case UnknownHostException _ ->
                fault(
                        "the name " + address.getHost() + " does not resolve",
                        "Correct livekit.webhook.public_url and webhook.urls of livekit-server, or the name's records.");
            case SocketTimeoutException _, NoRouteToHostException _ ->
                fault(
                        "nothing answers at " + place + ": a firewall drops it, or there is no way there",
                        "Let TCP to this port through, and point the name at this machine or its proxy.");
            case ConnectException _ ->
                fault(
                        "nothing accepts connections at " + place,
                        "Start the bridge or the proxy in front of it, or correct the port.");
            default -> fault("no connection to " + place + ": " + words(answer), "Check the address and the network.");
        };
    }

    private static String words(Echo answer) {
        return answer.failure() == null ? "" : String.valueOf(answer.failure().getMessage());
    }

    private static Finding fault(String cause, String fix) {
        return Finding.fault(FaultClass.WEBHOOK, cause, fix);
    }
}
