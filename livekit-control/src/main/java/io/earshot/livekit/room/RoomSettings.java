package io.earshot.livekit.room;

import java.net.InetAddress;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * What all rooms of this process share. Immutable.
 *
 * @param version this program's version, told to the server
 * @param mediaAddress address that media sockets are bound to; null: the one whose route leads to the server
 * @param trust whom TLS trusts, for private installations; null: whom the Java platform trusts
 */
public record RoomSettings(
        String version,
        @Nullable InetAddress mediaAddress,
        @Nullable TrustManager trust) {
    /** The platform's trust, any media address. */
    public static final RoomSettings DEFAULT = new RoomSettings("0.1.0", null, null);
}
