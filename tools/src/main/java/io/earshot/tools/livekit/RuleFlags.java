package io.earshot.tools.livekit;

import livekit.LivekitSip.SIPDispatchRule;
import livekit.LivekitSip.SIPDispatchRuleCallee;
import livekit.LivekitSip.SIPDispatchRuleDirect;
import livekit.LivekitSip.SIPDispatchRuleIndividual;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Into which room a rule sends its calls: options that creating and changing share. */
final class RuleFlags {
    @ArgGroup
    private @Nullable Room room;

    @Option(names = "--pin", paramLabel = "DIGITS", description = "PIN that callers must key in.")
    private String pin = "";

    @Option(names = "--random", description = "With --callee: add random text to the room's name.")
    private boolean random;

    @Option(names = "--no-random", description = "With --individual: add no random text to the room's name.")
    private boolean noRandom;

    /** One of three. */
    static final class Room {
        @Option(names = "--direct", paramLabel = "ROOM", description = "All calls go into this room.")
        private @Nullable String direct;

        @Option(
                names = "--individual",
                paramLabel = "PREFIX",
                description = "Each call gets a room PREFIX_caller_random.")
        private @Nullable String individual;

        @Option(names = "--callee", paramLabel = "PREFIX", description = "Calls to a number share PREFIX_number.")
        private @Nullable String callee;
    }

    /** The rule that was given, or null. */
    @Nullable
    SIPDispatchRule rule() {
        if (room == null) {
            return null;
        }
        SIPDispatchRule.Builder rule = SIPDispatchRule.newBuilder();
        if (room.direct != null) {
            rule.setDispatchRuleDirect(
                    SIPDispatchRuleDirect.newBuilder().setRoomName(room.direct).setPin(pin));
        } else if (room.individual != null) {
            rule.setDispatchRuleIndividual(SIPDispatchRuleIndividual.newBuilder()
                    .setRoomPrefix(room.individual)
                    .setPin(pin)
                    .setNoRandomness(noRandom));
        } else if (room.callee != null) {
            rule.setDispatchRuleCallee(SIPDispatchRuleCallee.newBuilder()
                    .setRoomPrefix(room.callee)
                    .setPin(pin)
                    .setRandomize(random));
        }
        return rule.build();
    }
}
