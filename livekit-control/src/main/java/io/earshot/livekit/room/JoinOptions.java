package io.earshot.livekit.room;

import io.earshot.livekit.token.SignedToken;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What to join, and how. Immutable, but for the sources of what is published.
 *
 * @param url {@code wss://}, {@code https://} or, where {@code allowPlain}, {@code ws://} or {@code http://}; a path is kept as a prefix
 * @param token gives a token for this room, asked for on each new session; called on the loop, so it must not block
 * @param autoSubscribe whether the server sends every track by itself; agents subscribe to their caller only
 * @param allowPlain whether a connection without TLS is allowed
 * @param published tracks to publish with the join
 * @param attributes our attributes from the start (the token may carry some as well)
 * @param metadata our metadata; empty leaves the token's
 * @param data whether data channels are opened, for DTMF, data packets, text and calls between participants
 * @param timeouts how long to wait
 */
public record JoinOptions(
        URI url,
        Supplier<SignedToken> token,
        boolean autoSubscribe,
        boolean allowPlain,
        List<Publication> published,
        Map<String, String> attributes,
        String metadata,
        boolean data,
        RoomTimeouts timeouts) {
    /**
     * Checks the address.
     *
     * @throws IllegalArgumentException when it is no address of a server, or a plain one that is not allowed
     */
    public JoinOptions {
        published = List.copyOf(published);
        attributes = Map.copyOf(attributes);
        ServerAddress.check(url, allowPlain);
    }

    /** Joins {@code url} over TLS, subscribes to nothing by itself, publishes nothing yet, with data channels. */
    public static JoinOptions to(URI url, Supplier<SignedToken> token) {
        return to(url, token, false);
    }

    /** The same, plain connections allowed when {@code allowPlain}. */
    public static JoinOptions to(URI url, Supplier<SignedToken> token, boolean allowPlain) {
        return new JoinOptions(url, token, false, allowPlain, List.of(), Map.of(), "", true, RoomTimeouts.DEFAULT);
    }

    /** The same, publishing {@code publication} as well. */
    public JoinOptions publishing(Publication publication) {
        List<Publication> more = new ArrayList<>(published);
        more.add(publication);
        return new JoinOptions(url, token, autoSubscribe, allowPlain, more, attributes, metadata, data, timeouts);
    }

    /** The same, the server sending every track or none by itself. */
    public JoinOptions autoSubscribing(boolean auto) {
        return new JoinOptions(url, token, auto, allowPlain, published, attributes, metadata, data, timeouts);
    }

    /** The same with these attributes. */
    public JoinOptions withAttributes(Map<String, String> ours) {
        return new JoinOptions(url, token, autoSubscribe, allowPlain, published, ours, metadata, data, timeouts);
    }

    /** The same with this metadata. */
    public JoinOptions withMetadata(String ours) {
        return new JoinOptions(url, token, autoSubscribe, allowPlain, published, attributes, ours, data, timeouts);
    }

    /** The same without data channels: one media section less to negotiate. */
    public JoinOptions withoutData() {
        return new JoinOptions(url, token, autoSubscribe, allowPlain, published, attributes, metadata, false, timeouts);
    }

    /** The same with these limits of time. */
    public JoinOptions within(RoomTimeouts limits) {
        return new JoinOptions(url, token, autoSubscribe, allowPlain, published, attributes, metadata, data, limits);
    }

    @Override
    public String toString() {
        return "JoinOptions[" + ServerAddress.plain(url) + ", " + published.size() + " published]";
    }
}
