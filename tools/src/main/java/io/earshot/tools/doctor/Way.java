package io.earshot.tools.doctor;

import io.earshot.media.ice.CandidateChoice;
import io.earshot.media.ice.IceCandidate;
import io.earshot.media.ice.IceCandidate.Protocol;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListSet;

/** One way to the media of a room, by itself. */
enum Way {
    /** Datagrams: the usual one. */
    UDP,
    /** A stream, for participants behind firewalls that pass nothing else. */
    TCP;

    /** Uses this way only, and remembers where the server says it is. Thread-safe: several rooms may share one. */
    final class Choice implements CandidateChoice {
        private final Collection<String> named = new ConcurrentSkipListSet<>();

        @Override
        public boolean ours(IceCandidate candidate) {
            return mine(candidate);
        }

        @Override
        public boolean theirs(IceCandidate candidate) {
            if (mine(candidate)) {
                named.add(candidate.address().getAddress().getHostAddress() + ":"
                        + candidate.address().getPort());
            }
            return mine(candidate);
        }

        private boolean mine(IceCandidate candidate) {
            return (candidate.protocol() == Protocol.UDP) == (Way.this == UDP);
        }

        /** The addresses that the server named for this way. */
        List<String> named() {
            return List.copyOf(named);
        }
    }
}
