package io.earshot.media.webrtc;

import io.earshot.media.audio.AudioSource;
import io.earshot.media.net.MediaLoop;
import io.earshot.media.sctp.DataChannel;
import io.earshot.media.sctp.DataChannelListener;
import io.earshot.media.sctp.DataChannels;
import io.earshot.media.session.MediaUnavailableException;
import io.earshot.media.session.SessionQuality;

/**
 * One WebRTC peer connection: audio tracks both ways and data channels over one transport. Everything, callbacks
 * included, happens on its loop; a call from elsewhere is refused with {@link IllegalStateException}.
 *
 * <p>Two ways to agree. We offer: {@link #addAudio}, {@link #addReceivers}, {@link #createOffer}, {@link #acceptAnswer},
 * again whenever something was added or taken away. Or the other side offers: {@link #acceptOffer} gives the answer.
 */
public final class PeerConnection implements AutoCloseable {
    private final MediaLoop loop;
    private final DataChannels channels;
    private PeerState state = PeerState.NEW;

    private PeerConnection(MediaLoop loop, PeerConfig config) {
        this.loop = loop;
        this.channels = new DataChannels(false, config.data(), new DataChannelListener() {});
    }

    /**
     * Opens a connection with a UDP port of its own.
     *
     * @throws MediaUnavailableException when no port can be bound
     */
    public static PeerConnection open(MediaLoop loop, PeerConfig config, PeerListener listener)
            throws MediaUnavailableException {
        loop.requireInLoop();
        return new PeerConnection(loop, config);
    }

    /** Adds a track of ours; the next offer (or answer) has a section for it, and it is sent once that was agreed. */
    public AudioSender addAudio(AudioSendOptions options, AudioSource source) {
        loop.requireInLoop();
        return new AudioSender(options);
    }

    /** Adds {@code audios} sections for tracks of the other side to the next offer; as many as there is room for. */
    public void addReceivers(int audios) {}

    /**
     * Opens a data channel; the next offer has a section for them. What is sent before it is open is kept.
     *
     * @param maxRetransmits how often a lost message is repeated; -1: until it arrives
     */
    public DataChannel createDataChannel(String label, boolean ordered, int maxRetransmits) {
        return channels.open(label, ordered, maxRetransmits);
    }

    /** Our offer, of all that is wanted now. */
    public String createOffer() {
        return "";
    }

    /**
     * Takes the answer to the last offer.
     *
     * @throws SdpRefusedException when it cannot be used; everything stays as it was
     */
    public void acceptAnswer(String sdp) throws SdpRefusedException {}

    /**
     * Takes an offer of the other side.
     *
     * @return our answer
     * @throws SdpRefusedException when it cannot be used; everything stays as it was
     */
    public String acceptOffer(String sdp) throws SdpRefusedException {
        return "";
    }

    /** A candidate of the other side, {@code candidate:…} with or without {@code a=}; an unusable one is ignored. */
    public void addRemoteCandidate(String candidateLine) {}

    /** Looks for a new way to the other side: the next offer (or answer) carries new credentials. */
    public void restartIce() {}

    /** Where it is in its life. */
    public PeerState state() {
        return state;
    }

    /** Figures so far. */
    public PeerQuality quality() {
        return new PeerQuality(
                new SessionQuality.Received(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, SessionQuality.Score.UNKNOWN),
                new SessionQuality.Sent(0, 0, 0, 0, Double.NaN, 0, Double.NaN, SessionQuality.Score.UNKNOWN),
                Double.NaN,
                new PeerQuality.Repair(0, 0, 0, 0),
                new PeerQuality.Drops(0, 0, 0, 0, 0));
    }

    /** Says goodbye and frees everything; harmless when repeated, and from within a callback. */
    @Override
    public void close() {
        loop.requireInLoop();
        state = PeerState.CLOSED;
    }
}
