package io.earshot.livekit.dispatch;

import java.util.Map;
import livekit.LivekitRoom.RoomConfiguration;
import livekit.LivekitSip.SIPMediaEncryption;
import org.jspecify.annotations.Nullable;

/** What becomes of a call, and why. Immutable. */
public sealed interface DispatchOutcome {
    /** The reason for each trunk and rule. */
    Explanation explanation();

    /**
     * The call goes into a room.
     *
     * @param trunk what the trunk says about the call; {@link TrunkPolicy#NONE} when it matched none
     * @param ruleId the rule that decided
     * @param roomName room to join or create
     * @param identity identity of the caller's participant
     * @param name its name
     * @param metadata its metadata
     * @param attributes its attributes
     * @param roomPreset preset for a room that is created, or empty (hosted LiveKit)
     * @param roomConfig settings for a room that is created, agents included, or null
     * @param encryption whether media must be encrypted
     */
    record Accepted(
            TrunkPolicy trunk,
            String ruleId,
            String roomName,
            String identity,
            String name,
            String metadata,
            Map<String, String> attributes,
            String roomPreset,
            @Nullable RoomConfiguration roomConfig,
            SIPMediaEncryption encryption,
            Explanation explanation)
            implements DispatchOutcome {

        public Accepted {
            attributes = Map.copyOf(attributes);
        }
    }

    /**
     * The caller must key in a PIN, ended by {@code #}; then evaluate again with it.
     *
     * @param trunk what the trunk says about the call
     * @param ruleId rule that asks
     * @param encryption whether media must be encrypted
     */
    record PinRequired(TrunkPolicy trunk, String ruleId, SIPMediaEncryption encryption, Explanation explanation)
            implements DispatchOutcome {}

    /**
     * The caller must prove to know the trunk's password (digest); then evaluate again with the trunk proven.
     *
     * @param trunkId trunk that asks
     * @param credentials its user name, password and realm
     */
    record AuthenticationRequired(String trunkId, TrunkCredentials credentials, Explanation explanation)
            implements DispatchOutcome {}

    /**
     * The call is not taken.
     *
     * @param reason class of reason
     * @param text the reason in plain words
     */
    record Refused(Refusal reason, String text, Explanation explanation) implements DispatchOutcome {}

    /** Why a call is not taken. */
    enum Refusal {
        /** No rule takes it. livekit-sip leaves such a caller without an answer. */
        NO_RULE,
        /** No rule takes it with the PIN that was keyed in. */
        WRONG_PIN,
        /** Several trunks match equally. livekit-sip answers 503. */
        TRUNK_CONFLICT,
        /** Two rules are for the same trunk, numbers and PIN. livekit-sip answers 503. */
        RULE_CONFLICT,
        /** A rule is of a kind that is not known. livekit-sip answers 503. */
        UNKNOWN_RULE,
        /** The source address is no IP address. livekit-sip answers 503. */
        BAD_SOURCE
    }
}
