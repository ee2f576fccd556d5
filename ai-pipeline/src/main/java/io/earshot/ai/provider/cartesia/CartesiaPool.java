package io.earshot.ai.provider.cartesia;

import io.earshot.ai.provider.ProviderCounters;
import io.earshot.ai.provider.ws.WebSocketClient;
import io.earshot.ai.provider.ws.WebSocketRequest;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The sockets of one loop. Confined to it. */
final class CartesiaPool {
    private final WebSocketClient client;
    private final WebSocketRequest request;
    private final EventLoop loop;
    private final CartesiaConfig config;
    private final ProviderCounters counters;
    private final List<CartesiaSocket> sockets = new ArrayList<>();

    CartesiaPool(
            WebSocketClient client,
            WebSocketRequest request,
            EventLoop loop,
            CartesiaConfig config,
            ProviderCounters counters) {
        this.client = client;
        this.request = request;
        this.loop = loop;
        this.config = config;
        this.counters = counters;
    }

    /** Makes sure that there is a socket, open or about to be. */
    void warm() {
        if (sockets.isEmpty()) {
            open();
        }
    }

    /** The socket for a further context: the least used one, or another when that has its share already. */
    CartesiaSocket acquire() {
        CartesiaSocket best = leastUsed();
        boolean full = best == null || best.contexts() >= config.contextsPerSocket();
        return best == null || (full && sockets.size() < config.socketsPerLoop()) ? open() : best;
    }

    void remove(CartesiaSocket socket) {
        sockets.remove(socket);
    }

    int size() {
        return sockets.size();
    }

    private @Nullable CartesiaSocket leastUsed() {
        CartesiaSocket best = null;
        for (CartesiaSocket socket : sockets) {
            if (best == null || socket.contexts() < best.contexts()) {
                best = socket;
            }
        }
        return best;
    }

    private CartesiaSocket open() {
        CartesiaSocket socket = new CartesiaSocket(
                client, request, loop, this, counters, config.idle().toNanos());
        sockets.add(socket);
        return socket;
    }
}
