package io.earshot.bridge.leg;

import io.earshot.livekit.room.RoomEnd;

/**
 * How a call ended. Every variant knows how it is said in SIP, in Q.850 (RFC 3326 Reason) and in LiveKit. Immutable.
 */
public sealed interface CallEnd {
    /** How it is said elsewhere. */
    Meaning meaning();

    /** Who ended it: {@code caller}, {@code agent}, {@code room} or {@code bridge}. */
    default String by() {
        return switch (this) {
            case CallerHungUp _, CallerCancelled _ -> "caller";
            case AgentHungUp _, Transferred _, MaximumTime _, ProvidersFailed _ -> "agent";
            case RoomEnded _, EndRequested _ -> "room";
            case CalleeHungUp _, CalleeRefused _ -> "callee";
            default -> "bridge";
        };
    }

    /**
     * An end in other vocabularies. Immutable.
     *
     * @param label stable word for metrics and records
     * @param sipStatus final SIP status of the INVITE; 200 for a call that was answered
     * @param q850 Q.850 cause value
     * @param livekitReason LiveKit's DisconnectReason by name
     */
    record Meaning(String label, int sipStatus, int q850, String livekitReason) {}

    /** The caller sent BYE. */
    record CallerHungUp() implements CallEnd {
        @Override
        public Meaning meaning() {
            return new Meaning("caller_hung_up", 200, 16, "CLIENT_INITIATED");
        }
    }

    /** The caller sent CANCEL before the answer. */
    record CallerCancelled() implements CallEnd {
        @Override
        public Meaning meaning() {
            return new Meaning("caller_cancelled", 487, 16, "CLIENT_INITIATED");
        }
    }

    /** The agent ended the conversation; {@code why} is the conversation's own word for it. */
    record AgentHungUp(String why) implements CallEnd {
        @Override
        public Meaning meaning() {
            return new Meaning("agent_hung_up", 200, 16, "PARTICIPANT_REMOVED");
        }
    }

    /** The caller was handed to {@code target} by REFER. */
    record Transferred(String target) implements CallEnd {
        @Override
        public Meaning meaning() {
            return new Meaning("transferred", 200, 16, "CLIENT_INITIATED");
        }
    }

    /** The longest call time was reached. */
    record MaximumTime() implements CallEnd {
        @Override
        public Meaning meaning() {
            return new Meaning("maximum_time", 200, 31, "PARTICIPANT_REMOVED");
        }
    }

    /** Every provider of a stage failed, and the call was ended as configured. */
    record ProvidersFailed() implements CallEnd {
        @Override
        public Meaning meaning() {
            return new Meaning("providers_failed", 200, 41, "JOIN_FAILURE");
        }
    }

    /** No RTP came for the configured time. */
    record MediaTimeout() implements CallEnd {
        @Override
        public Meaning meaning() {
            return new Meaning("media_timeout", 200, 102, "CONNECTION_TIMEOUT");
        }
    }

    /** The ACK of our answer never came. */
    record NeverAcknowledged() implements CallEnd {
        @Override
        public Meaning meaning() {
            return new Meaning("never_acknowledged", 200, 102, "CONNECTION_TIMEOUT");
        }
    }

    /** The room is over, or we are no longer in it. */
    record RoomEnded(RoomEnd end) implements CallEnd {
        @Override
        public Meaning meaning() {
            int q850 = switch (end) {
                case RoomEnd.Left _, RoomEnd.RoomDeleted _, RoomEnd.ParticipantRemoved _ -> 16;
                case RoomEnd.ServerShutdown _, RoomEnd.Lost _ -> 41;
                default -> 31;
            };
            return new Meaning("room_ended", 480, q850, end.reason().name());
        }
    }

    /**
     * The room could not be joined.
     *
     * @param sipStatus 503 when another try may succeed, 486 when the room is full, 500 when no try can
     * @param why short text for the record
     */
    record RoomUnavailable(int sipStatus, String why) implements CallEnd {
        @Override
        public Meaning meaning() {
            int q850 = switch (sipStatus) {
                case 503 -> 41;
                case 486 -> 17;
                default -> 38;
            };
            return new Meaning("room_unavailable", sipStatus, q850, "JOIN_FAILURE");
        }
    }

    /** The caller gave no right PIN. */
    record WrongPin() implements CallEnd {
        @Override
        public Meaning meaning() {
            return new Meaning("wrong_pin", 200, 21, "USER_REJECTED");
        }
    }

    /** Nobody in the room spoke to the caller in time. */
    record NobodyAnswered() implements CallEnd {
        @Override
        public Meaning meaning() {
            return new Meaning("nobody_answered", 480, 18, "USER_UNAVAILABLE");
        }
    }

    /** Ended on request over the API or by somebody in the room; {@code why} says by which. */
    record EndRequested(String why) implements CallEnd {
        @Override
        public Meaning meaning() {
            return new Meaning("end_requested", 480, 16, "PARTICIPANT_REMOVED");
        }
    }

    /** The bridge is stopping. */
    record ShuttingDown() implements CallEnd {
        @Override
        public Meaning meaning() {
            return new Meaning("shutting_down", 200, 41, "SERVER_SHUTDOWN");
        }
    }

    /** A fault of ours ended this call; it is in the log once. */
    record Failed() implements CallEnd {
        @Override
        public Meaning meaning() {
            return new Meaning("failed", 500, 41, "UNKNOWN_REASON");
        }
    }

    /** The party that the bridge called hung up. */
    record CalleeHungUp() implements CallEnd {
        @Override
        public Meaning meaning() {
            return new Meaning("callee_hung_up", 200, 16, "CLIENT_INITIATED");
        }
    }

    /** The party that the bridge called, or somebody on the way there, refused; {@code phrase} is theirs. */
    record CalleeRefused(int sipStatus, String phrase) implements CallEnd {
        @Override
        public Meaning meaning() {
            int q850 = switch (sipStatus) {
                case 404, 604 -> 1;
                case 486, 600 -> 17;
                case 408, 480 -> 18;
                case 488, 606 -> 88;
                case 484 -> 28;
                case 410 -> 22;
                case 487 -> 16;
                default -> sipStatus / 100 == 5 ? 41 : 21;
            };
            return new Meaning("callee_refused", sipStatus, q850, "USER_REJECTED");
        }
    }

    /** Nobody answered the bridge's call in time. */
    record NotAnswered() implements CallEnd {
        @Override
        public Meaning meaning() {
            return new Meaning("not_answered", 487, 19, "USER_UNAVAILABLE");
        }
    }

    /** The bridge's call was given up before an answer; {@code why} says who wanted that. */
    record DialCancelled(String why) implements CallEnd {
        @Override
        public Meaning meaning() {
            return new Meaning("dial_cancelled", 487, 16, "PARTICIPANT_REMOVED");
        }
    }

    /** The trunk did not believe the bridge, or asked for a proof that it does not get; {@code why} is for people. */
    record TrunkUnproved(int sipStatus, String why) implements CallEnd {
        @Override
        public Meaning meaning() {
            return new Meaning("trunk_unproved", sipStatus, 21, "SIP_TRUNK_FAILURE");
        }
    }

    /** The trunk did not answer or could not be reached; {@code why} is for people. */
    record TrunkUnreachable(String why) implements CallEnd {
        @Override
        public Meaning meaning() {
            return new Meaning("trunk_unreachable", 503, 38, "SIP_TRUNK_FAILURE");
        }
    }

    /** What may be talked by the trunk in a day is used up. */
    record CapReached() implements CallEnd {
        @Override
        public Meaning meaning() {
            return new Meaning("cap_reached", 200, 31, "PARTICIPANT_REMOVED");
        }
    }

    /** The call was refused with {@code sipStatus} before it began; {@code why} is a short text for the record. */
    record Refused(int sipStatus, String why) implements CallEnd {
        @Override
        public Meaning meaning() {
            int q850 = switch (sipStatus) {
                case 486, 600 -> 17;
                case 488, 606 -> 88;
                case 404 -> 1;
                case 503 -> 34;
                case 400 -> 127;
                default -> 21;
            };
            return new Meaning("refused", sipStatus, q850, "USER_REJECTED");
        }
    }
}
