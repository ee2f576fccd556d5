package io.earshot.tools.doctor;

import io.earshot.bridge.config.LiveKitConfig;
import io.earshot.livekit.api.ApiException;
import java.util.List;

/** Whether the server accepts the API key and its secret; the room service, and livekit-server's own way to Redis. */
final class LiveKitKeyCheck implements Check {
    static final String NAME = "livekit-key";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<String> after() {
        return List.of(LiveKitAddressCheck.NAME);
    }

    @Override
    public Verdict run(Patient patient) {
        long beginNs = System.nanoTime();
        try {
            int rooms = patient.api().rooms().list().size();
            String took = LiveKitAddressCheck.ms(System.nanoTime() - beginNs);
            return Verdict.ok("key " + patient.livekit().apiKey() + " accepted, " + rooms + " rooms, " + took);
        } catch (ApiException failure) {
            return clock(failure) && patient.failed(LiveKitClockCheck.NAME)
                    ? Verdict.skipped("tokens are refused because the clocks differ (" + LiveKitClockCheck.NAME + ")")
                    : refused(failure, patient.livekit());
        }
    }

    private static boolean clock(ApiException failure) {
        return failure instanceof ApiException.Unauthorized refused
                && refused.reason() == ApiException.Unauthorized.Reason.CLOCK_SKEW;
    }

    /** Where key or secret themselves look wrong, that is the cause rather than what the server says. */
    private static Verdict refused(ApiException failure, LiveKitConfig config) {
        Finding told = ApiFindings.of(failure);
        Finding finding = failure instanceof ApiException.Unauthorized
                ? Slips.inKey(config.apiKey(), config.apiSecret().reveal())
                        .map(slip -> Finding.fault(told.kind(), slip.cause() + "; " + told.cause(), slip.fix()))
                        .orElse(told)
                : told;
        return Verdict.of(ApiFindings.measured(failure), finding);
    }
}
