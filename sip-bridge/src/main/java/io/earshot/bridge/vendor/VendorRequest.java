package io.earshot.bridge.vendor;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a vendor's probe. Immutable.
 *
 * @param status HTTP status; 101 or 200 when it was taken, 0 without an answer
 * @param tookNs how long it took
 * @param failure why there was no answer, or null
 */
public record VendorRequest(
        int status, long tookNs, @Nullable String failure) {
    /** Nobody was asked. */
    public static final VendorRequest NONE = new VendorRequest(0, 0, null);

    private static final Duration CONNECT = Duration.ofSeconds(4);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** A client for such requests; the caller closes it. */
    public static HttpClient client() {
        return HttpClient.newBuilder()
                .connectTimeout(CONNECT)
                .version(HttpClient.Version.HTTP_1_1)
                .build();
    }

    /** Asks the vendor once, five seconds at the most. */
    public static VendorRequest make(HttpClient client, Vendor vendor) throws InterruptedException {
        long beginNs = System.nanoTime();
        try {
            int status = vendor.probe().getScheme().startsWith("ws") ? handshake(client, vendor) : get(client, vendor);
            return new VendorRequest(status, System.nanoTime() - beginNs, null);
        } catch (IOException | TimeoutException none) {
            String why = none.getClass().getSimpleName() + (none.getMessage() == null ? "" : ": " + none.getMessage());
            return new VendorRequest(0, System.nanoTime() - beginNs, why);
        }
    }

    private static int get(HttpClient client, Vendor vendor) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(vendor.probe()).timeout(PATIENCE);
        request.header("Authorization", vendor.scheme() + vendor.key().reveal());
        vendor.headers().forEach(request::header);
        return client.send(request.build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private static int handshake(HttpClient client, Vendor vendor)
            throws IOException, InterruptedException, TimeoutException {
        URI address = vendor.probe();
        WebSocket.Builder request = client.newWebSocketBuilder().connectTimeout(PATIENCE);
        request.header("Authorization", vendor.scheme() + vendor.key().reveal());
        vendor.headers().forEach(request::header);
        try {
            WebSocket socket = request.buildAsync(address, new WebSocket.Listener() {})
                    .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            socket.abort();
            return 101;
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof WebSocketHandshakeException refused) {
                return refused.getResponse().statusCode();
            }
            throw failed.getCause() instanceof IOException io ? io : new IOException(failed.getCause());
        }
    }
}
