package io.earshot.livekit.room;

import io.earshot.livekit.room.MediaPort.MediaRefused;
import io.earshot.livekit.room.MediaPort.RemoteTrack;
import java.util.function.LongSupplier;
import livekit.LivekitRtc.MediaSectionsRequirement;
import livekit.LivekitRtc.SessionDescription;
import livekit.LivekitRtc.SignalRequest;
import livekit.LivekitRtc.SignalTarget;
import livekit.LivekitRtc.TrickleRequest;
import org.jspecify.annotations.Nullable;

/**
 * The peer connections of one session: one in the current form, which carries everything and is always offered by us; two in the older,
 * where the server offers what it sends. Confined to the room's loop.
 */
final class Peers {
    private static final int MOST_RECEIVERS = 64;
    private static final long NEVER = Long.MAX_VALUE;
    /** The server takes a subscription in a millisecond or two, but asks for a new offer up to 150 ms later. */
    private static final long NUDGE_NS = 10_000_000L;

    /** What the connections tell the room. */
    interface Owner {
        boolean send(SignalRequest request);

        /** Everything that was negotiated flows. */
        void mediaUp();

        void mediaDown(String reason, boolean forGood);

        /** A description of the server's cannot be used. */
        void negotiationFailed(String cause);

        void trackArrived(RemoteTrack track);

        void trackEnded(RemoteTrack track);

        void dataOpen();

        void dataPacket(byte[] packet, boolean reliable);

        void fault(RuntimeException fault);
    }

    private final Owner owner;
    private final LongSupplier clock;
    private final Link sending;
    private final @Nullable Link receiving;
    private final Negotiation negotiation;
    private int receivers;
    private boolean sendingUsed;
    private boolean receivingUsed;
    private boolean closed;
    private long nudgeNs = NEVER;

    private Peers(MediaPort.Opener opener, boolean older, long answerLimitNs, LongSupplier clock, Owner owner)
            throws MediaRefused {
        this.owner = owner;
        this.clock = clock;
        this.sending = new Link();
        this.sending.media = opener.open(sending);
        this.receiving = older ? new Link() : null;
        if (receiving != null) {
            receiving.media = opener.open(receiving);
        }
        this.negotiation = new Negotiation(sending.media(), this::sendOffer, answerLimitNs);
    }

    /**
     * Opens what a session needs, with our tracks and channels on it.
     *
     * @param older whether in the form with two connections
     */
    static Peers open(
            MediaPort.Opener opener,
            boolean older,
            boolean data,
            Publications publications,
            long answerLimitNs,
            LongSupplier clock,
            Owner owner)
            throws MediaRefused {
        Peers peers = new Peers(opener, older, answerLimitNs, clock, owner);
        if (data) {
            peers.sending.media().addDataChannels();
        }
        for (LocalAudio track : publications.all()) {
            track.attach(peers.sending.media());
        }
        if (!older) {
            peers.addReceivers(1);
        }
        peers.sendingUsed = !older || data || !publications.all().isEmpty();
        return peers;
    }

    /** The offer that travels with the join, in the current form. */
    SessionDescription firstOffer() {
        return negotiation.first(clock.getAsLong());
    }

    /** Whether the server's offers are answered on a connection of their own. */
    boolean older() {
        return receiving != null;
    }

    /** Joined in the older form: our offer, where there is something to offer. */
    void startOlder(boolean serverOffers) {
        receivingUsed = serverOffers;
        if (sendingUsed) {
            negotiate();
        }
    }

    boolean up() {
        return (!sendingUsed || sending.up) && (receiving == null || !receivingUsed || receiving.up);
    }

    /** How audio fares: in the older form each direction has a connection of its own. */
    RoomMedia figures() {
        RoomMedia ours = sending.media().figures();
        Link theirs = receiving;
        if (theirs == null) {
            return ours;
        }
        RoomMedia heard = theirs.media().figures();
        return new RoomMedia(
                heard.received(), ours.sent(), ours.roundTripMs(), heard.recovered(), ours.resent(), ours.times());
    }

    void publish(LocalAudio track) {
        track.attach(sending.media());
        sendingUsed = true;
        negotiate();
    }

    void negotiate() {
        negotiation.negotiate(clock.getAsLong());
    }

    /** The socket is back: repeats what was under way, with a new path where the old one is lost. */
    void afterResume() {
        if (!sending.up && sendingUsed) {
            sending.media().restartIce();
        }
        negotiation.afterResume(!sending.up && sendingUsed, clock.getAsLong());
    }

    /** Looks for a new path. */
    void restart() {
        if (!sending.up && sendingUsed) {
            sending.media().restartIce();
            negotiate();
        }
    }

    void onAnswer(SessionDescription answer) {
        try {
            negotiation.answered(answer, clock.getAsLong());
        } catch (MediaRefused e) {
            owner.negotiationFailed("the server's answer cannot be used: " + e.getMessage());
        }
    }

    void onOffer(SessionDescription offer) {
        Link link = receiving;
        if (link == null) {
            return;
        }
        try {
            String answer = link.media().acceptOffer(offer.getSdp());
            owner.send(SignalRequest.newBuilder()
                    .setAnswer(SessionDescription.newBuilder()
                            .setType("answer")
                            .setSdp(answer)
                            .setId(offer.getId()))
                    .build());
        } catch (MediaRefused e) {
            owner.negotiationFailed("the server's offer cannot be used: " + e.getMessage());
        }
    }

    void onTrickle(TrickleRequest trickle) {
        Link link = trickle.getTarget() == SignalTarget.SUBSCRIBER && receiving != null ? receiving : sending;
        String candidate = CandidateInit.candidate(trickle.getCandidateInit());
        if (!candidate.isEmpty()) {
            link.media().addRemoteCandidate(candidate);
        }
    }

    /** A track was asked for: offers by itself soon, rather than wait until the server asks for it. */
    void subscribed() {
        if (!older()) {
            nudgeNs = clock.getAsLong() + NUDGE_NS;
        }
    }

    /** The server has tracks for us and no section to send them in. */
    void onSectionsWanted(MediaSectionsRequirement wanted) {
        nudgeNs = NEVER;
        addReceivers(wanted.getNumAudios());
        negotiate();
    }

    boolean sendData(byte[] packet, boolean reliable) {
        return sending.media().sendData(packet, reliable);
    }

    @Nullable
    SessionDescription lastOffer() {
        return negotiation.lastOffer();
    }

    @Nullable
    SessionDescription lastAnswer() {
        return negotiation.lastAnswer();
    }

    /** When the server's answer is overdue, or an offer of ours is due. */
    long deadlineNs() {
        return Math.min(nudgeNs, negotiation.deadlineNs());
    }

    void onDeadline(long nowNs) {
        if (nudgeNs != NEVER && nudgeNs - nowNs <= 0) {
            nudgeNs = NEVER;
            negotiate();
        }
        if (negotiation.deadlineNs() != NEVER && negotiation.deadlineNs() - nowNs <= 0) {
            owner.negotiationFailed("the server did not answer our offer in time");
        }
    }

    void close() {
        closed = true;
        sending.media().close();
        if (receiving != null) {
            receiving.media().close();
        }
    }

    private void addReceivers(int wanted) {
        int more = Math.min(Math.max(0, wanted), MOST_RECEIVERS - receivers);
        if (more > 0) {
            receivers += more;
            sending.media().addReceivers(more);
        }
    }

    private boolean sendOffer(SessionDescription offer) {
        return owner.send(SignalRequest.newBuilder().setOffer(offer).build());
    }

    /** One connection and how it stands. */
    private final class Link implements MediaPort.Listener {
        private @Nullable MediaPort media;
        private boolean up;

        MediaPort media() {
            if (media == null) {
                throw new IllegalStateException("not open");
            }
            return media;
        }

        @Override
        public void onMediaUp() {
            up = true;
            if (!closed && Peers.this.up()) {
                owner.mediaUp();
            }
        }

        @Override
        public void onMediaDown(String reason, boolean forGood) {
            up = false;
            if (!closed) {
                owner.mediaDown(reason, forGood);
            }
        }

        @Override
        public void onRemoteTrack(RemoteTrack track) {
            owner.trackArrived(track);
        }

        @Override
        public void onRemoteTrackEnded(RemoteTrack track) {
            owner.trackEnded(track);
        }

        @Override
        public void onDataOpen() {
            owner.dataOpen();
        }

        @Override
        public void onDataPacket(byte[] packet, boolean reliable) {
            owner.dataPacket(packet, reliable);
        }

        @Override
        public void onMediaFault(RuntimeException fault) {
            owner.fault(fault);
        }
    }
}
