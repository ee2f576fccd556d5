package io.earshot.livekit.api;

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
        return existing.toBuilder()
                .clearSipTrunkId()
                .clearCreatedAt()
                .clearUpdatedAt()
                .build()
                .equals(wanted.toBuilder()
                        .clearSipTrunkId()
                        .clearCreatedAt()
                        .clearUpdatedAt()
                        .build());
    }

    static boolean same(SIPOutboundTrunkInfo existing, SIPOutboundTrunkInfo wanted) {
        if (!wanted.getName().isEmpty()) {
            return existing.getName().equals(wanted.getName())
                    && existing.getAddress().equals(wanted.getAddress());
        }
        return existing.toBuilder()
                .clearSipTrunkId()
                .clearCreatedAt()
                .clearUpdatedAt()
                .build()
                .equals(wanted.toBuilder()
                        .clearSipTrunkId()
                        .clearCreatedAt()
                        .clearUpdatedAt()
                        .build());
    }

    static boolean same(SIPDispatchRuleInfo existing, SIPDispatchRuleInfo wanted) {
        if (!wanted.getName().isEmpty()) {
            return existing.getName().equals(wanted.getName())
                    && existing.getRule().equals(wanted.getRule());
        }
        return existing.toBuilder()
                .clearSipDispatchRuleId()
                .clearCreatedAt()
                .clearUpdatedAt()
                .build()
                .equals(wanted.toBuilder()
                        .clearSipDispatchRuleId()
                        .clearCreatedAt()
                        .clearUpdatedAt()
                        .build());
    }
}
