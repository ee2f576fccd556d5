package io.earshot.tools.peers;

import io.earshot.tools.serve.BridgeUnderTest;
import java.util.ArrayList;
import java.util.List;

/** Earshot nodes beside the peers, each with simulated vendors of its own. */
final class Nodes {
    private Nodes() {}

    /** A node that knows the peers' server. */
    static BridgeUnderTest node(Peers peers, String... settings) throws Exception {
        List<String> all = new ArrayList<>(List.of(
                "livekit.url=" + peers.url(),
                "livekit.api_key=" + PeerConfig.API_KEY,
                "livekit.api_secret=" + PeerConfig.API_SECRET,
                "livekit.allow_plain=true"));
        all.addAll(List.of(settings));
        return BridgeUnderTest.start(all.toArray(String[]::new));
    }

    /** A node that joins every caller to a room, by the server's trunks and rules. */
    static BridgeUnderTest gateway(Peers peers, String... settings) throws Exception {
        List<String> all = new ArrayList<>(List.of("routing.otherwise=gateway"));
        all.addAll(List.of(settings));
        return node(peers, all.toArray(String[]::new));
    }
}
