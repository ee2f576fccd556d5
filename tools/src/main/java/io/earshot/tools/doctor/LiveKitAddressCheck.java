package io.earshot.tools.doctor;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** DNS, TCP and TLS of the LiveKit server's address. */
final class LiveKitAddressCheck implements Check {
    static final String NAME = "livekit-address";

    private static final Set<String> SECURE = Set.of("wss", "https");
    private static final Duration SOON = Duration.ofDays(14);

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<String> after() {
        return List.of(ConfigurationCheck.NAME);
    }

    @Override
    public Verdict run(Patient patient) {
        if (!patient.livekit().configured()) {
            return Verdict.skipped("no LiveKit is configured (LIVEKIT_URL, livekit.url)");
        }
        URI url = URI.create(patient.livekit().url());
        if (Slips.cloudPage(url.getHost())) {
            return Verdict.of(
                    url.getHost(),
                    fault(
                            url.getHost() + " is LiveKit's web site, and no project's server",
                            "Set LIVEKIT_URL to the project's own address, wss://NAME.livekit.cloud (its settings show it)."));
        }
        Reach reach = Reach.attempt(url.getHost(), port(url), secure(url));
        Verdict verdict = judge(url, reach, patient.clock().instant());
        return reach.failure() == null || reach.tcpNs() > 0
                ? verdict
                : Verdict.of(
                        verdict.measured(),
                        verdict.findings().stream()
                                .map(it -> Slips.besideProxy(it, patient.environment()))
                                .toList());
    }

    static Verdict judge(URI url, Reach reach, Instant now) {
        if (reach.failure() != null) {
            return Verdict.of(measured(reach, now), failed(url, reach));
        }
        List<Finding> findings = new ArrayList<>();
        if (!reach.refused().isEmpty()) {
            findings.add(Finding.warning(
                    FaultClass.LIVEKIT,
                    "not all addresses of " + url.getHost() + " accept connections, so some joins are late: "
                            + String.join("; ", reach.refused()),
                    "Correct the name's records, or the server or route at these addresses."));
        }
        Instant end = reach.expires();
        if (end != null && end.isBefore(now.plus(SOON))) {
            findings.add(Finding.warning(
                    FaultClass.LIVEKIT,
                    "the server's certificate expires at " + end,
                    "Renew it; from then on nothing here can reach LiveKit."));
        }
        return Verdict.of(measured(reach, now), findings);
    }

    private static Finding failed(URI url, Reach reach) {
        String place = url.getHost() + ":" + port(url);
        if (reach.failure() instanceof UnknownHostException) {
            return fault(
                    "the name " + url.getHost() + " does not resolve",
                    "Check LIVEKIT_URL for a misspelt name, and this machine's DNS.");
        }
        if (reach.tcpNs() > 0) {
            return TlsFindings.of(
                    FaultClass.LIVEKIT,
                    url.getHost(),
                    reach.failure(),
                    "Use ws:// and allow it by name (LIVEKIT_ALLOW_PLAIN=true), or the port of the proxy that ends TLS.");
        }
        return switch (reach.failure()) {
            case SocketTimeoutException _ ->
                fault(
                        "nothing answers at " + place + ": a firewall drops it, or the machine is off",
                        "Check the address, and let TCP to this port through.");
            case NoRouteToHostException _ ->
                fault("there is no route to " + place, "Check the address and this machine's network.");
            case ConnectException _ ->
                fault(
                        "nothing accepts connections at " + place + ": livekit-server does not run there, or on"
                                + " another port",
                        "Start livekit-server, or correct host and port of LIVEKIT_URL.");
            case null, default ->
                fault("no connection to " + place + ": " + words(reach), "Check the address and the network.");
        };
    }

    private static Finding fault(String cause, String fix) {
        return Finding.fault(FaultClass.LIVEKIT, cause, fix);
    }

    private static String words(Reach reach) {
        return reach.failure() == null ? "" : String.valueOf(reach.failure().getMessage());
    }

    private static String measured(Reach reach, Instant now) {
        StringBuilder text = new StringBuilder("DNS ").append(ms(reach.dnsNs()));
        if (reach.addresses().isEmpty()) {
            return text.append(", no address").toString();
        }
        text.append(" (").append(reach.addresses().getFirst().getHostAddress());
        text.append(reach.addresses().size() > 1 ? " and " + (reach.addresses().size() - 1) + " more)" : ")");
        text.append(reach.tcpNs() > 0 ? ", TCP " + ms(reach.tcpNs()) : ", no TCP");
        text.append(reach.tls().isEmpty() ? ", no TLS" : ", " + reach.tls() + " " + ms(reach.tlsNs()));
        return text.append(validity(reach.expires(), now)).toString();
    }

    private static String validity(@Nullable Instant expires, Instant now) {
        return expires == null
                ? ""
                : ", certificate for " + Duration.between(now, expires).toDays() + " days";
    }

    static String ms(long ns) {
        return String.format(Locale.ROOT, "%.1f ms", ns / 1e6);
    }

    private static boolean secure(URI url) {
        return SECURE.contains(url.getScheme().toLowerCase(Locale.ROOT));
    }

    private static int port(URI url) {
        return url.getPort() >= 0 ? url.getPort() : secure(url) ? 443 : 80;
    }
}
