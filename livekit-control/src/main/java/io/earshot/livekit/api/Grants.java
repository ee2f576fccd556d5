package io.earshot.livekit.api;

import io.earshot.livekit.token.AccessToken;
import io.earshot.livekit.token.SipPermission;
import io.earshot.livekit.token.VideoGrant;
import io.earshot.livekit.token.VideoPermission;

/** Tokens that allow one call and no more. */
final class Grants {
    private Grants() {}

    static AccessToken roomCreate() {
        return new AccessToken().video(VideoGrant.of(VideoPermission.ROOM_CREATE));
    }

    static AccessToken roomList() {
        return new AccessToken().video(VideoGrant.of(VideoPermission.ROOM_LIST));
    }

    static AccessToken roomAdmin(String room) {
        return new AccessToken().video(admin(room));
    }

    static AccessToken roomAdmin(String room, String destination) {
        return new AccessToken().video(admin(room).forwardingTo(destination));
    }

    static AccessToken sipAdmin() {
        return new AccessToken().sip(SipPermission.ADMIN);
    }

    static AccessToken sipCall() {
        return new AccessToken().sip(SipPermission.CALL);
    }

    static AccessToken sipCall(String room) {
        return sipCall().video(admin(room));
    }

    private static VideoGrant admin(String room) {
        return VideoGrant.of(VideoPermission.ROOM_ADMIN).inRoom(room);
    }
}
