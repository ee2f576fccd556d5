package io.earshot.media.webrtc;

import io.earshot.media.jsep.LocalSection;
import io.earshot.media.jsep.RemoteSection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether a description fits what was said before (RFC 3264, sections 6 and 8; RFC 8829, section 5.10). Stateless. */
final class DescriptionCheck {
    private DescriptionCheck() {}

    /** Judges an answer to {@code offer}, which is null when nothing was offered. */
    static void answer(@Nullable List<LocalSection> offer, List<RemoteSection> answer) throws SdpRefusedException {
        if (offer == null) {
            throw new SdpRefusedException("no offer of ours waits for an answer");
        }
        require(
                answer.size() == offer.size(),
                "the answer has " + answer.size() + " sections, our offer " + offer.size());
        for (int i = 0; i < offer.size(); i++) {
            if (!answer.get(i).rejected()) {
                answer(offer.get(i), answer.get(i));
            }
        }
    }

    private static void answer(LocalSection ours, RemoteSection theirs) throws SdpRefusedException {
        String where = "section " + ours.mid();
        require(ours.rejected() == null, where + " is used although we rejected it");
        require(theirs.kind() == ours.kind(), where + " is of another kind than in our offer");
        require(theirs.mid().equals(ours.mid()), where + " has another name than in our offer");
        require(!theirs.sends() || ours.direction().receives(), where + " is sent although we do not receive");
        require(!theirs.receives() || ours.direction().sends(), where + " is received although we do not send");
        boolean flows = theirs.sends() || theirs.receives();
        boolean common = !SectionTerms.common(ours.payloads(), theirs).isEmpty();
        require(!flows || common, where + " has no codec of our offer");
    }

    /** Judges an offer, given the sections there are; {@code ours} is an offer of ours that was not answered, or null. */
    static void offer(@Nullable List<LocalSection> ours, List<Section> sections, List<RemoteSection> offer)
            throws SdpRefusedException {
        require(ours == null, "an offer of ours waits for an answer");
        require(offer.size() >= sections.size(), "the offer has fewer sections than before");
        for (int i = 0; i < sections.size(); i++) {
            Section section = sections.get(i);
            RemoteSection remote = offer.get(i);
            boolean kept = remote.mid().equals(section.mid) && remote.kind() == section.kind;
            require(section.dead || remote.rejected() || kept, "the offer changes what section " + section.mid + " is");
        }
    }

    private static void require(boolean holds, String otherwise) throws SdpRefusedException {
        if (!holds) {
            throw new SdpRefusedException(otherwise);
        }
    }
}
