package io.earshot.livekit.room;

import io.earshot.media.audio.AudioFormat;
import io.earshot.media.audio.AudioSink;
import io.earshot.media.audio.AudioSource;
import io.earshot.media.net.MediaLoop;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * A participant in one LiveKit room. It joins in the background, keeps itself connected (resuming a lost socket, joining anew after a lost
 * session), and tells its {@link RoomListener} everything that happens. Requests made while the connection is away are kept and sent
 * afterwards, but for data, which is refused. Futures complete on the loop. Confined to its {@link MediaLoop}.
 */
@SuppressWarnings("DoNotCallSuggester") // the public shape first: the workings are the next slice
public final class Room {
    private Room() {}

    /** Begins to join; must be called on {@code loop}. Events come later, never from within this call. */
    public static Room join(RoomServices services, MediaLoop loop, JoinOptions options, RoomListener listener) {
        throw new UnsupportedOperationException("the next slice");
    }

    /** How the connection stands. */
    public RoomState state() {
        throw new UnsupportedOperationException("the next slice");
    }

    /** The room's name; empty before the welcome. */
    public String name() {
        throw new UnsupportedOperationException("the next slice");
    }

    /** The room's sid ({@code RM_…}); empty before the welcome. */
    public String sid() {
        throw new UnsupportedOperationException("the next slice");
    }

    /** The room's metadata; may be empty. */
    public String metadata() {
        throw new UnsupportedOperationException("the next slice");
    }

    /** Ourselves as the server sees us; with an empty identity before the welcome. */
    public Participant local() {
        throw new UnsupportedOperationException("the next slice");
    }

    /** The others, in the order in which they came. */
    public Collection<Participant> participants() {
        throw new UnsupportedOperationException("the next slice");
    }

    /** What we publish, in the order of publishing. */
    public List<LocalAudio> published() {
        throw new UnsupportedOperationException("the next slice");
    }

    /** How the connection does. */
    public RoomQuality quality() {
        throw new UnsupportedOperationException("the next slice");
    }

    /** Publishes a track; {@link LocalAudio#sid} follows. */
    public LocalAudio publish(PublishOptions options, AudioSource source) {
        throw new UnsupportedOperationException("the next slice");
    }

    /** Asks the server for a track's media, or for an end of it; kept through reconnects. */
    public void subscribe(String trackSid, boolean on) {
        throw new UnsupportedOperationException("the next slice");
    }

    /**
     * Sends a subscribed track's audio to {@code ears}, from now or from when it comes; replaces an earlier sink. After a reconnect the same
     * publisher's track of the same name and source gets the sink again.
     */
    public void listen(String trackSid, AudioFormat wanted, AudioSink ears) {
        throw new UnsupportedOperationException("the next slice");
    }

    /** Ends {@link #listen}; the subscription stays. */
    public void unlisten(String trackSid) {
        throw new UnsupportedOperationException("the next slice");
    }

    /** Changes attributes of ours: those named, an empty value deletes. Completes with the server's answer. */
    public CompletableFuture<Void> setAttributes(Map<String, String> attributes) {
        throw new UnsupportedOperationException("the next slice");
    }

    /** Replaces our metadata. Completes with the server's answer. */
    public CompletableFuture<Void> setMetadata(String metadata) {
        throw new UnsupportedOperationException("the next slice");
    }

    /** Replaces our name. Completes with the server's answer. */
    public CompletableFuture<Void> setName(String name) {
        throw new UnsupportedOperationException("the next slice");
    }

    /**
     * Presses a key: 0 to 9, *, #, A to D.
     *
     * @return false when there is no open data channel or its buffer is full
     */
    public boolean sendDtmf(char digit) {
        throw new UnsupportedOperationException("the next slice");
    }

    /**
     * Sends a data packet.
     *
     * @param topic may be empty
     * @param to identities; empty for all
     * @return false when there is no open data channel, its buffer is full, or the payload is over 15,000 octets
     */
    public boolean sendData(byte[] payload, String topic, boolean reliable, List<String> to) {
        throw new UnsupportedOperationException("the next slice");
    }

    /** Leaves: the server is told, everything is closed, {@link RoomListener#onClosed} follows from within. May be called again. */
    public void leave() {
        throw new UnsupportedOperationException("the next slice");
    }
}
