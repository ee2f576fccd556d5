package io.earshot.livekit.token;

/** What a token's {@code video} claim may allow or deny, by LiveKit's own names. */
public enum VideoPermission {
    ROOM_CREATE("roomCreate"),
    ROOM_LIST("roomList"),
    ROOM_RECORD("roomRecord"),
    ROOM_ADMIN("roomAdmin"),
    ROOM_JOIN("roomJoin"),
    CAN_PUBLISH("canPublish"),
    CAN_SUBSCRIBE("canSubscribe"),
    CAN_PUBLISH_DATA("canPublishData"),
    CAN_UPDATE_OWN_METADATA("canUpdateOwnMetadata"),
    CAN_SUBSCRIBE_METRICS("canSubscribeMetrics"),
    INGRESS_ADMIN("ingressAdmin"),
    HIDDEN("hidden"),
    RECORDER("recorder"),
    AGENT("agent");

    private final String claim;

    VideoPermission(String claim) {
        this.claim = claim;
    }

    /** Name within the claim. */
    String claim() {
        return claim;
    }
}
