package io.earshot.livekit.room;

import java.net.URI;
import java.util.Locale;

/** Reads the address of a LiveKit server. Stateless. */
final class ServerAddress {
    private ServerAddress() {}

    /** Throws unless {@code url} names a server that may be spoken to. */
    static void check(URI url, boolean allowPlain) {
        if (url.getHost() == null || url.getUserInfo() != null) {
            throw new IllegalArgumentException("a server's address is wss://host[:port], not " + plain(url));
        }
        switch (scheme(url)) {
            case "wss", "https" -> {}
            case "ws", "http" -> requireAllowed(url, allowPlain);
            default -> throw new IllegalArgumentException("a server's address is wss://host[:port], not " + plain(url));
        }
    }

    /** Whether it asks for TLS. */
    static boolean secure(URI url) {
        return scheme(url).equals("wss") || scheme(url).equals("https");
    }

    /** The address without what could hold a secret. */
    static String plain(URI url) {
        return url.getScheme() + "://" + url.getHost() + (url.getPort() < 0 ? "" : ":" + url.getPort());
    }

    private static String scheme(URI url) {
        return url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
    }

    private static void requireAllowed(URI url, boolean allowPlain) {
        if (!allowPlain) {
            throw new IllegalArgumentException("a connection without TLS must be allowed by name "
                    + "(livekit.allow_plain, --allow-plain or LIVEKIT_ALLOW_PLAIN=true): " + plain(url));
        }
    }
}
