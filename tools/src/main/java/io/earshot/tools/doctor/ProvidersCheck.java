package io.earshot.tools.doctor;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
        return patient.live() ? live(vendors) : present(vendors);
    }

    /** Without asking anybody. */
    static Verdict present(List<Vendor> vendors) {
        List<Finding> findings = new ArrayList<>();
        vendors.forEach(each -> add(findings, missing(each)));
        String names = vendors.stream().map(Vendor::name).collect(Collectors.joining(", "));
        return Verdict.of(names + (findings.isEmpty() ? "; not asked (--live asks them)" : ""), findings);
    }

    private static Verdict live(List<Vendor> vendors) throws InterruptedException {
        List<Finding> findings = new ArrayList<>();
        List<String> measured = new ArrayList<>();
        try (HttpClient client = HttpClient.newBuilder()
                        .connectTimeout(CONNECT)
                        .version(HttpClient.Version.HTTP_1_1)
                        .build();
                ExecutorService at = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<VendorRequest>> asked = new ArrayList<>();
            vendors.forEach(each -> asked.add(
                    at.submit(() -> missing(each) == null ? VendorRequest.make(client, each) : VendorRequest.NONE)));
            for (int i = 0; i < vendors.size(); i++) {
                Vendor vendor = vendors.get(i);
                Finding none = missing(vendor);
                if (none != null) {
                    findings.add(none);
                    measured.add(vendor.name() + " no key");
                    continue;
                }
                VendorRequest answer = answer(asked.get(i));
                add(findings, judge(vendor, answer));
                measured.add(vendor.name() + " " + (answer.status() == 0 ? "no answer" : "HTTP " + answer.status())
                        + " " + LiveKitAddressCheck.ms(answer.tookNs()));
            }
        }
        return Verdict.of(String.join(", ", measured), findings);
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

    private static @Nullable Finding missing(Vendor vendor) {
        return vendor.key().isPresent() || vendor.simulated()
                ? null
                : fault(
                        vendor.name() + " is configured but has no key, so serve does not start",
                        "Set " + vendor.variable() + ", or take " + vendor.name() + " out of its order.");
    }

    static @Nullable Finding judge(Vendor vendor, VendorRequest answer) {
        String host = String.valueOf(vendor.url().getHost());
        return switch (answer.status()) {
            case 101, 200 -> null;
            case 0 ->
                fault(
                        vendor.name() + " at " + host + " cannot be reached: " + answer.failure(),
                        "Check this machine's way out (DNS, proxy, firewall), and the vendor's status page.");
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
