package io.earshot.tools.demo;

import io.earshot.tools.report.BridgeCall;
import io.earshot.tools.report.LatencyFigures;
import io.earshot.tools.report.ReportJson;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Asks a running bridge about its calls. Blocks; thread-safe because the client is. */
public final class BridgeApi implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final long POLL_MS = 50;

    private final String address;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();

    /** @param address HOST:PORT of the bridge's HTTP side */
    public BridgeApi(String address) {
        this.address = address;
    }

    /**
     * What the bridge knows of a call, once it is over there too.
     *
     * @param callId the bridge's id or the Call-ID
     * @throws IOException when the bridge cannot be asked, does not know the call, or does not end it in time
     */
    public BridgeCall endedCall(String callId) throws IOException, InterruptedException {
        long deadlineNs = System.nanoTime() + PATIENCE.toNanos();
        BridgeCall call = call(callId);
        while (call.endedMs() == null) {
            if (System.nanoTime() - deadlineNs > 0) {
                throw new IOException("the bridge did not end the call");
            }
            Thread.sleep(POLL_MS);
            call = call(callId);
        }
        return call;
    }

    /**
     * Percentiles of all turns since the bridge started.
     *
     * @throws IOException when the bridge cannot be asked
     */
    public LatencyFigures.Table latency() throws IOException, InterruptedException {
        return ReportJson.read(get("/v1/latency"), LatencyFigures.Table.class);
    }

    @Override
    public void close() {
        client.shutdownNow();
    }

    private BridgeCall call(String callId) throws IOException, InterruptedException {
        String id = URLEncoder.encode(callId, StandardCharsets.UTF_8).replace("+", "%20");
        return ReportJson.read(get("/v1/calls/" + id), BridgeCall.class);
    }

    private String get(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + address + path))
                .timeout(PATIENCE)
                .build();
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException(path + ": HTTP " + response.statusCode() + " " + response.body());
        }
        return response.body();
    }
}
