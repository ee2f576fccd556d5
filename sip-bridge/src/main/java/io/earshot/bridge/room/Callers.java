package io.earshot.bridge.room;

import io.earshot.bridge.call.CallFacts;
import io.earshot.bridge.call.CallMode;
import io.earshot.bridge.config.RoomModeConfig.CallerKind;
import io.earshot.bridge.trace.TraceContext;
import io.earshot.livekit.room.Participant;
import io.earshot.livekit.room.ParticipantKind;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Knows callers among participants, and reads livekit-sip's attributes of theirs. Immutable. */
record Callers(Set<CallerKind> kinds) {
    /** Label of calls whose trunk is livekit-sip's business. */
    static final String TRUNK = "livekit";

    /** Whether a participant of this kind, in LiveKit's word, is a caller. */
    boolean isCaller(String kind) {
        return switch (kind) {
            case "SIP" -> kinds.contains(CallerKind.SIP);
            case "STANDARD" -> kinds.contains(CallerKind.STANDARD);
            default -> false;
        };
    }

    /** Whether a participant is the caller that the task is about. */
    boolean isCaller(Participant participant, RoomTask task) {
        return task.caller().isEmpty()
                ? isCaller(participant.kind().name())
                : participant.identity().equals(task.caller());
    }

    /** Whether the telephone was picked up: livekit-sip tells; others have no telephone. */
    static boolean pickedUp(Participant caller) {
        String status = caller.attribute("sip.callStatus");
        return status.isEmpty() || status.equals("active");
    }

    /** Whether the caller is on a telephone. */
    static boolean onTelephone(Participant caller) {
        return caller.kind() == ParticipantKind.SIP;
    }

    /** Whether it is told when the telephone is picked up. */
    static boolean tellsOfTelephone(Participant caller) {
        return !caller.attribute("sip.callStatus").isEmpty();
    }

    private static String trunk(Participant caller) {
        String trunk = caller.attribute("sip.trunkID");
        return trunk.isEmpty() ? TRUNK : trunk;
    }

    static CallFacts facts(RoomTask task, Participant caller) {
        String number = caller.attribute("sip.phoneNumber");
        String dialogue = caller.attribute("sip.callIDFull");
        return new CallFacts(
                task.callId(),
                dialogue.isEmpty() ? caller.attribute("sip.callID") : dialogue,
                number.isEmpty() ? caller.identity() : number,
                caller.attribute("sip.trunkPhoneNumber"),
                trunk(caller),
                CallMode.ROOM,
                TraceContext.from(name -> traceAttribute(caller, name)));
    }

    /** A header field as livekit-sip hands it on, or an attribute that somebody set. */
    private static @Nullable String traceAttribute(Participant caller, String name) {
        String own = caller.attribute(name);
        String header = own.isEmpty() ? caller.attribute("sip.h." + name) : own;
        return header.isEmpty() ? null : header;
    }
}
