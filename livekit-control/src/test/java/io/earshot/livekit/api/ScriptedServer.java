package io.earshot.livekit.api;

import com.google.protobuf.MessageLite;
import io.earshot.livekit.token.ApiKey;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.OkHttpClient;
import okio.Buffer;

/** A server on loopback that gives the answers a test wrote, and the API that asks it. */
final class ScriptedServer implements AutoCloseable {
    static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    static final ApiKey KEY = ApiKey.of("devkey", "a-secret-that-is-long-enough-for-a-key");

    final MockWebServer server = new MockWebServer();
    final LiveKitApi api;

    ScriptedServer() throws IOException {
        this(Duration.ofSeconds(10));
    }

    /** With a shorter limit for each attempt and all of them. */
    ScriptedServer(Duration limit) throws IOException {
        server.start();
        ApiSettings settings =
                ApiSettings.of(server.url("/").toString(), KEY, true).within(limit, limit);
        api = new LiveKitApi(settings, new OkHttpClient.Builder(), InstantSource.fixed(NOW));
    }

    /** Queues an answer that is a message. */
    ScriptedServer answers(MessageLite message) {
        server.enqueue(new MockResponse.Builder()
                .addHeader("Content-Type", "application/protobuf")
                .body(new Buffer().write(message.toByteArray()))
                .build());
        return this;
    }

    /** Queues a Twirp error. */
    ScriptedServer fails(int status, String code, String message) {
        return errs(status, "application/json", "{\"code\":\"" + code + "\",\"msg\":\"" + message + "\"}");
    }

    /** Queues an error of any kind. */
    ScriptedServer errs(int status, String type, String body) {
        server.enqueue(new MockResponse.Builder()
                .code(status)
                .addHeader("Content-Type", type)
                .body(body)
                .build());
        return this;
    }

    /** Queues whatever a test built. */
    ScriptedServer gives(MockResponse response) {
        server.enqueue(response);
        return this;
    }

    RecordedRequest taken() throws InterruptedException {
        return server.takeRequest();
    }

    @Override
    public void close() {
        api.close();
        server.close();
    }
}
