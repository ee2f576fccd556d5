package io.earshot.livekit.dispatch;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import java.util.List;
import livekit.LivekitSip.SIPDispatchRuleInfo;
import livekit.LivekitSip.SIPInboundTrunkInfo;
import livekit.LivekitSip.SIPMediaEncryption;

/** Fields that servers send and the SDK's messages do not name yet, by their numbers in {@code livekit_sip.proto}. */
final class NewerFields {
    private static final int TRUNK_REALM = 19;
    private static final int TRUNK_MEDIA = 20;
    private static final int RULE_MEDIA = 16;
    private static final int MEDIA_ENCRYPTION = 3;

    private NewerFields() {}

    /** {@code auth_realm}, or empty. */
    static String realm(SIPInboundTrunkInfo trunk) {
        List<ByteString> values = trunk.getUnknownFields().getField(TRUNK_REALM).getLengthDelimitedList();
        return values.isEmpty() ? "" : values.getLast().toStringUtf8();
    }

    /** A trunk's {@code media.encryption}, or else its older {@code media_encryption}. */
    static SIPMediaEncryption encryption(SIPInboundTrunkInfo trunk) {
        return encryption(trunk.getUnknownFields(), TRUNK_MEDIA, trunk.getMediaEncryption());
    }

    /** A rule's {@code media.encryption}, or else its older {@code media_encryption}. */
    static SIPMediaEncryption encryption(SIPDispatchRuleInfo rule) {
        return encryption(rule.getUnknownFields(), RULE_MEDIA, rule.getMediaEncryption());
    }

    private static SIPMediaEncryption encryption(UnknownFieldSet fields, int media, SIPMediaEncryption older) {
        try {
            for (ByteString value : fields.getField(media).getLengthDelimitedList()) {
                List<Long> set = UnknownFieldSet.parseFrom(value)
                        .getField(MEDIA_ENCRYPTION)
                        .getVarintList();
                SIPMediaEncryption named = set.isEmpty()
                        ? null
                        : SIPMediaEncryption.forNumber(set.getLast().intValue());
                if (named != null) {
                    return named;
                }
            }
        } catch (InvalidProtocolBufferException notMedia) {
            return older;
        }
        return older;
    }
}
