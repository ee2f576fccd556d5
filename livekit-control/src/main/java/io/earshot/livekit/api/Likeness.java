package io.earshot.livekit.api;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.List;
import livekit.LivekitSip.SIPDispatchRuleInfo;
import livekit.LivekitSip.SIPInboundTrunkInfo;
import livekit.LivekitSip.SIPOutboundTrunkInfo;

/**
 * Whether something that exists is what was to be made: the same name, or the same content where no name was given. Ids and times are
 * the server's and do not count.
 */
final class Likeness {
    private Likeness() {}

    static boolean same(SIPInboundTrunkInfo existing, SIPInboundTrunkInfo wanted) {
        if (!wanted.getName().isEmpty()) {
            return existing.getName().equals(wanted.getName())
                    && existing.getNumbersList().equals(wanted.getNumbersList());
        }
        return bare(existing).equals(bare(wanted));
    }

    static boolean same(SIPOutboundTrunkInfo existing, SIPOutboundTrunkInfo wanted) {
        if (!wanted.getName().isEmpty()) {
            return existing.getName().equals(wanted.getName())
                    && existing.getAddress().equals(wanted.getAddress());
        }
        return bare(existing).equals(bare(wanted));
    }

    static boolean same(SIPDispatchRuleInfo existing, SIPDispatchRuleInfo wanted) {
        if (!wanted.getName().isEmpty()) {
            return existing.getName().equals(wanted.getName())
                    && existing.getRule().equals(wanted.getRule());
        }
        return bare(existing).equals(bare(wanted));
    }

    /** The message without the fields that the server fills in. */
    private static Message bare(Message message) {
        Message.Builder bare = message.toBuilder();
        for (String given : List.of("sip_trunk_id", "sip_dispatch_rule_id", "created_at", "updated_at")) {
            FieldDescriptor field = message.getDescriptorForType().findFieldByName(given);
            if (field != null) {
                bare.clearField(field);
            }
        }
        return bare.build();
    }
}
