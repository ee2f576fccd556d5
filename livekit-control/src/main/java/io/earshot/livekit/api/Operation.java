package io.earshot.livekit.api;

/** The calls of LiveKit's server API that are made here, by the names of its Twirp services. */
public enum Operation {
    CREATE_ROOM("RoomService", "CreateRoom", Repeat.FREELY),
    LIST_ROOMS("RoomService", "ListRooms", Repeat.FREELY),
    DELETE_ROOM("RoomService", "DeleteRoom", Repeat.FREELY),
    UPDATE_ROOM_METADATA("RoomService", "UpdateRoomMetadata", Repeat.FREELY),
    SEND_DATA("RoomService", "SendData", Repeat.UNSENT),
    PERFORM_RPC("RoomService", "PerformRpc", Repeat.UNSENT),
    LIST_PARTICIPANTS("RoomService", "ListParticipants", Repeat.FREELY),
    GET_PARTICIPANT("RoomService", "GetParticipant", Repeat.FREELY),
    REMOVE_PARTICIPANT("RoomService", "RemoveParticipant", Repeat.FREELY),
    UPDATE_PARTICIPANT("RoomService", "UpdateParticipant", Repeat.FREELY),
    MUTE_PUBLISHED_TRACK("RoomService", "MutePublishedTrack", Repeat.FREELY),
    UPDATE_SUBSCRIPTIONS("RoomService", "UpdateSubscriptions", Repeat.FREELY),
    FORWARD_PARTICIPANT("RoomService", "ForwardParticipant", Repeat.UNSENT),
    MOVE_PARTICIPANT("RoomService", "MoveParticipant", Repeat.UNSENT),

    CREATE_INBOUND_TRUNK("SIP", "CreateSIPInboundTrunk", Repeat.UNSENT),
    UPDATE_INBOUND_TRUNK("SIP", "UpdateSIPInboundTrunk", Repeat.FREELY),
    GET_INBOUND_TRUNK("SIP", "GetSIPInboundTrunk", Repeat.FREELY),
    LIST_INBOUND_TRUNKS("SIP", "ListSIPInboundTrunk", Repeat.FREELY),
    CREATE_OUTBOUND_TRUNK("SIP", "CreateSIPOutboundTrunk", Repeat.UNSENT),
    UPDATE_OUTBOUND_TRUNK("SIP", "UpdateSIPOutboundTrunk", Repeat.FREELY),
    GET_OUTBOUND_TRUNK("SIP", "GetSIPOutboundTrunk", Repeat.FREELY),
    LIST_OUTBOUND_TRUNKS("SIP", "ListSIPOutboundTrunk", Repeat.FREELY),
    DELETE_TRUNK("SIP", "DeleteSIPTrunk", Repeat.FREELY),
    CREATE_DISPATCH_RULE("SIP", "CreateSIPDispatchRule", Repeat.UNSENT),
    UPDATE_DISPATCH_RULE("SIP", "UpdateSIPDispatchRule", Repeat.FREELY),
    LIST_DISPATCH_RULES("SIP", "ListSIPDispatchRule", Repeat.FREELY),
    DELETE_DISPATCH_RULE("SIP", "DeleteSIPDispatchRule", Repeat.FREELY),
    CREATE_SIP_PARTICIPANT("SIP", "CreateSIPParticipant", Repeat.UNSENT),
    TRANSFER_SIP_PARTICIPANT("SIP", "TransferSIPParticipant", Repeat.UNSENT),

    CREATE_AGENT_DISPATCH("AgentDispatchService", "CreateDispatch", Repeat.UNSENT),
    LIST_AGENT_DISPATCHES("AgentDispatchService", "ListDispatch", Repeat.FREELY),
    DELETE_AGENT_DISPATCH("AgentDispatchService", "DeleteDispatch", Repeat.FREELY);

    /** When an attempt may be followed by another. */
    enum Repeat {
        /** Doing it twice is doing it once. */
        FREELY,
        /** Only when nothing of the first reached the server. */
        UNSENT
    }

    private final String service;
    private final String method;
    private final Repeat repeat;

    Operation(String service, String method, Repeat repeat) {
        this.service = service;
        this.method = method;
        this.repeat = repeat;
    }

    /** The method's name on the wire, such as {@code CreateRoom}. */
    public String method() {
        return method;
    }

    /** Path of the call below the server's address. */
    String path() {
        return "/twirp/livekit." + service + "/" + method;
    }

    boolean repeatsFreely() {
        return repeat == Repeat.FREELY;
    }
}
