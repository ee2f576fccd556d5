package io.earshot.livekit.room;

import io.earshot.media.ice.CandidateChoice;
import java.net.InetAddress;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * What all rooms of this process share. Immutable.
 *
 * @param version this program's version, told to the server
 * @param mediaAddress address that media sockets are bound to; null: the one whose route leads to the server
 * @param trust whom TLS trusts, for private installations; null: whom the Java platform trusts
 * @param candidates which ways to the media are used, ours and the server's candidates alike; asked on a room's loop
 */
public record RoomSettings(
        String version,
        @Nullable InetAddress mediaAddress,
        @Nullable TrustManager trust,
        CandidateChoice candidates) {
    /** The platform's trust, any media address. */
    public static final RoomSettings DEFAULT = new RoomSettings("0.1.0", null, null, CandidateChoice.ALL);

    /** The same with these candidates only, as a diagnosis of one way needs them. */
    public RoomSettings using(CandidateChoice chosen) {
        return new RoomSettings(version, mediaAddress, trust, chosen);
    }
}
