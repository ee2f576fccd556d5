package io.earshot.livekit.room;

import io.earshot.livekit.signal.JoinAddress;
import io.earshot.livekit.signal.SignalSession;
import io.earshot.livekit.token.SignedToken;
import java.net.URI;
import java.time.Instant;
import livekit.LivekitModels.ClientInfo;
import livekit.LivekitModels.ReconnectReason;
import livekit.LivekitRtc.ConnectionSettings;
import livekit.LivekitRtc.JoinRequest;
import livekit.LivekitRtc.RegionInfo;
import livekit.LivekitRtc.RegionSettings;
import org.jspecify.annotations.Nullable;

/** Where and how to ask for a session: server, form, token, and the request itself. Confined to the room's loop. */
final class Sessions {
    /** The protocol version whose messages are understood here. */
    private static final int PROTOCOL = 16;

    private final JoinOptions options;
    private final ClientInfo client;
    private URI server;
    private boolean older;

    Sessions(JoinOptions options, String version) {
        this.options = options;
        this.server = options.url();
        this.client = ClientInfo.newBuilder()
                .setProtocol(PROTOCOL)
                .setVersion(version)
                .setOs("linux")
                .setOtherSdks("earshot:" + version)
                .build();
    }

    /** Whether the older form is spoken. */
    boolean older() {
        return older;
    }

    /** The server does not know the current form; false when the older one was tried already. */
    boolean fallBack() {
        boolean first = !older;
        older = true;
        return first;
    }

    /** Another server is to be asked next, if it may be. */
    void preferred(RegionSettings regions) {
        for (RegionInfo region : regions.getRegionsList()) {
            if (moveTo(region.getUrl())) {
                return;
            }
        }
    }

    /** Asks that server from now on; false when its address is none, or a plain one that is not allowed. */
    boolean moveTo(String url) {
        try {
            URI other = URI.create(url);
            ServerAddress.check(other, options.allowPlain());
            server = other;
            return true;
        } catch (IllegalArgumentException unusable) {
            return false;
        }
    }

    /** Back to the server of the options: the other was no help. */
    void home() {
        server = options.url();
    }

    String serverName() {
        return ServerAddress.plain(server);
    }

    /** A token for a new session. What the user gives comes first; the server's own renewal when that has expired. */
    String tokenForJoin(@Nullable SignalSession last, Instant now) {
        SignedToken token = options.token().get();
        String renewed = last == null ? null : last.freshToken();
        return renewed != null && !token.expiresAt().isAfter(now) ? renewed : token.reveal();
    }

    /** A token for the same session: the newest there is. */
    String tokenForResume(@Nullable SignalSession last) {
        String renewed = last == null ? null : last.freshToken();
        return renewed != null ? renewed : options.token().get().reveal();
    }

    URI join(Publications publications, OwnDetails details, Peers peers) {
        JoinRequest.Builder request = request();
        if (!older) {
            request.addAllAddTrackRequests(publications.requests()).setPublisherOffer(peers.firstOffer());
        }
        details.into(request);
        return address(request.build());
    }

    URI resume(String participantSid, boolean mediaLost) {
        return address(request()
                .setReconnect(true)
                .setReconnectReason(
                        mediaLost ? ReconnectReason.RR_PUBLISHER_FAILED : ReconnectReason.RR_SIGNAL_DISCONNECTED)
                .setParticipantSid(participantSid)
                .build());
    }

    private URI address(JoinRequest request) {
        return older ? JoinAddress.older(server, request) : JoinAddress.current(server, request);
    }

    private JoinRequest.Builder request() {
        return JoinRequest.newBuilder()
                .setClientInfo(client)
                .setConnectionSettings(ConnectionSettings.newBuilder().setAutoSubscribe(options.autoSubscribe()));
    }
}
