package io.earshot.tools.access;

import io.earshot.sip.tls.TlsConfig;
import io.earshot.sip.tls.TlsConfig.ServerCheck;
import io.earshot.sip.tls.TlsKeeper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that say who asks a running bridge and whom it is trusted to be. Confined to the command. */
public final class BridgeAccess {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            defaultValue = "${env:EARSHOT_TOKEN}",
            description = "One of http.tokens; better given by EARSHOT_TOKEN, which other users cannot see.")
    private @Nullable String token;

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            defaultValue = "${env:EARSHOT_CA}",
            description =
                    "PEM file of the authority that signed the bridge's certificate. Default: EARSHOT_CA, else those"
                            + " that Java knows.")
    private @Nullable String ca;

    /**
     * A client that trusts the bridge.
     *
     * @throws IOException when the file of the authority cannot be used
     */
    public HttpClient client() throws IOException {
        HttpClient.Builder client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE);
        if (ca != null && !ca.isEmpty()) {
            try (TlsKeeper keeper = TlsKeeper.open(TlsConfig.defaults().withServers(ServerCheck.NAME, ca))) {
                client.sslContext(keeper.callingContext());
            }
        }
        return client.build();
    }

    /** A request that shows the token. */
    public HttpRequest.Builder request(URI uri) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(PATIENCE);
        return token == null || token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
    }
}
