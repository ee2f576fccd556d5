package io.earshot.tools.doctor;

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
            return ApiFindings.verdict(failure);
        }
    }
}
