package io.earshot.tools.doctor;

import io.earshot.bridge.vendor.Vendor;
import io.earshot.bridge.vendor.VendorRequest;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The providers' keys: that there are any, and live that the vendors take them. */
final class ProvidersCheck implements Check {
    private static final Duration CONNECT = Duration.ofSeconds(4);

    @Override
    public String name() {
        return "providers";
    }

    @Override
    public List<String> after() {
        return List.of(ConfigurationCheck.NAME);
    }

    @Override
    public Verdict run(Patient patient) throws InterruptedException {
        if (!patient.config().needsAgent()) {
            return Verdict.skipped("no agent of ours talks, so no provider is needed");
        }
        List<Vendor> vendors = Vendor.of(patient.config());
        return patient.live() ? live(vendors, patient.environment()) : present(vendors);
    }

    /** Without asking anybody. */
    static Verdict present(List<Vendor> vendors) {
        List<Finding> findings = keyless(vendors);
        String names = vendors.stream().map(Vendor::name).collect(Collectors.joining(", "));
        return Verdict.of(names + (findings.isEmpty() ? "; not asked (--live asks them)" : ""), findings);
    }

    private static Verdict live(List<Vendor> vendors, Map<String, String> environment) throws InterruptedException {
        List<Finding> findings = new ArrayList<>(keyless(vendors));
        List<String> measured = new ArrayList<>();
        Map<Vendor, VendorRequest> silent = new LinkedHashMap<>();
        try (HttpClient client = HttpClient.newBuilder()
                        .connectTimeout(CONNECT)
                        .version(HttpClient.Version.HTTP_1_1)
                        .build();
                ExecutorService at = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<VendorRequest>> asked = new ArrayList<>();
            vendors.forEach(each ->
                    asked.add(at.submit(() -> each.keyless() ? VendorRequest.NONE : VendorRequest.make(client, each))));
            for (int i = 0; i < vendors.size(); i++) {
                Vendor vendor = vendors.get(i);
                if (vendor.keyless()) {
                    measured.add(vendor.name() + " no key");
                    continue;
                }
                VendorRequest answer = answer(asked.get(i));
                if (answer.status() == 0) {
                    silent.put(vendor, answer);
                } else {
                    add(findings, judge(vendor, answer));
                }
                measured.add(vendor.name() + " " + (answer.status() == 0 ? "no answer" : "HTTP " + answer.status())
                        + " " + LiveKitAddressCheck.ms(answer.tookNs()));
            }
        }
        unreachable(silent).map(it -> Slips.besideProxy(it, environment)).ifPresent(findings::add);
        return Verdict.of(String.join(", ", measured), findings);
    }

    /** One finding for all that nothing was heard of: it is one network. */
    static Optional<Finding> unreachable(Map<Vendor, VendorRequest> silent) {
        List<String> each = new ArrayList<>();
        silent.forEach((vendor, answer) -> each.add(
                vendor.name() + " at " + String.valueOf(vendor.url().getHost()) + " (" + answer.failure() + ")"));
        return each.isEmpty()
                ? Optional.empty()
                : Optional.of(fault(
                        "no connection to " + String.join(", ", each),
                        "Check this machine's way out (DNS, firewall), and the vendors' status pages."));
    }

    private static VendorRequest answer(Future<VendorRequest> asked) throws InterruptedException {
        try {
            return asked.get();
        } catch (ExecutionException fault) {
            return new VendorRequest(0, 0, String.valueOf(fault.getCause()));
        }
    }

    private static void add(List<Finding> findings, @Nullable Finding finding) {
        if (finding != null) {
            findings.add(finding);
        }
    }

    /** One cause and one finding, however many keys are missing. */
    private static List<Finding> keyless(List<Vendor> vendors) {
        List<Vendor> without = vendors.stream().filter(Vendor::keyless).toList();
        String names = without.stream().map(Vendor::name).distinct().collect(Collectors.joining(", "));
        String variables = without.stream().map(Vendor::variable).distinct().collect(Collectors.joining(", "));
        return without.isEmpty()
                ? List.of()
                : List.of(fault(
                        "there is no key for " + names + ", so serve does not start",
                        "Set " + variables
                                + ", or take what has no key out of its order (stt, llm, tts). To try without"
                                + " any key: earshot serve --sandbox."));
    }

    static @Nullable Finding judge(Vendor vendor, VendorRequest answer) {
        return switch (answer.status()) {
            case 101, 200 -> null;
            case 401, 403 ->
                fault(
                        vendor.name() + " does not accept the key",
                        "Set " + vendor.variable() + " to a valid key of the account that may use this model.");
            case 402 -> fault(vendor.name() + " wants to be paid first", "Look at the account's balance.");
            case 429 ->
                Finding.warning(
                        FaultClass.PROVIDER,
                        vendor.name() + " is at its limit of requests or streams (429)",
                        "Raise the account's limits, or add a replacement to its order.");
            case 400, 404 ->
                fault(
                        vendor.name() + " refuses the request (HTTP " + answer.status() + "): a wrong address or model",
                        "Check url and model of " + vendor.name() + " in the configuration.");
            default ->
                Finding.warning(
                        FaultClass.PROVIDER,
                        vendor.name() + " answers HTTP " + answer.status(),
                        "Try again; see the vendor's status page.");
        };
    }

    private static Finding fault(String cause, String fix) {
        return Finding.fault(FaultClass.PROVIDER, cause, fix);
    }
}
