package io.earshot.livekit.room;

import io.earshot.livekit.data.ByteMessage;
import io.earshot.livekit.data.TextMessage;
import io.earshot.livekit.data.TextPiece;
import io.earshot.livekit.transcription.Transcript;
import io.earshot.media.codec.AudioCodec;
import java.util.List;

/**
 * What a {@link Room} tells its user, on its loop. {@link #onClosed} comes last and exactly once, unless {@link Room#join} threw. Every
 * method may call the room.
 */
public interface RoomListener {
    /** The server has welcomed us. Who is there is told next, one by one, and then {@link #onOthersKnown}. */
    default void onJoined() {}

    /**
     * {@link Room#participants()} holds exactly those who were in the room before us; after joining and after joining anew. The server lets one in
     * after the other, so of two who join at once exactly one finds the other here.
     */
    default void onOthersKnown() {}

    /** The media path is up: what is published reaches the room. */
    default void onMediaReady() {}

    /** Someone came; those already there when we joined are told of right after {@link #onJoined}. */
    default void onParticipantJoined(Participant participant) {}

    /** Name, metadata, attributes, state or permission changed; ours too. */
    default void onParticipantChanged(Participant before, Participant now) {}

    /** Someone has gone; tracks were told of first. */
    default void onParticipantLeft(Participant participant, DisconnectReason reason) {}

    /** A track is there to be subscribed to. */
    default void onTrackPublished(Participant participant, TrackInfo track) {}

    /** A track is gone. */
    default void onTrackUnpublished(Participant participant, TrackInfo track) {}

    /** A subscribed track's media can flow: {@link Room#listen} now or any time later. */
    default void onTrackReady(Participant participant, TrackInfo track, AudioCodec codec) {}

    /** The server cannot or may not send us the track. */
    default void onSubscriptionFailed(String trackSid, String cause) {}

    /** The track was muted or unmuted by its publisher; {@code track} says which. */
    default void onTrackMuted(Participant participant, TrackInfo track) {}

    /** An administrator muted or unmuted our track. */
    default void onLocalMuted(LocalAudio track, boolean muted) {}

    /** Our track is out of the room although we did not take it out: not permitted, or taken away. It is not published again. */
    default void onLocalUnpublished(LocalAudio track, String cause) {}

    /** Somebody listens to our track for the first time. */
    default void onLocalSubscribed(LocalAudio track) {}

    /** A key was pressed: 0 to 9, *, #, A to D. */
    default void onDtmf(String identity, char digit) {}

    /** A data packet came. */
    default void onData(String identity, byte[] payload, String topic) {}

    /** A text came whole, or was aborted by its sender; not for transcriptions. */
    default void onText(String identity, TextMessage message) {}

    /** A text grows by a piece, {@link #onText} or {@link #onTranscript} follows with all of it. */
    default void onTextPiece(String identity, TextPiece piece) {}

    /** Octets came whole. */
    default void onBytes(String identity, ByteMessage message) {}

    /** What somebody said, in writing; versions of one segment replace each other. */
    default void onTranscript(Transcript transcript) {}

    /** Someone's speaking began, changed or ended; only the changes. */
    default void onSpeakers(List<Speaker> changed) {}

    /** The server's view of someone's connection changed; ours too. */
    default void onQuality(String identity, ConnectionQuality quality) {}

    /** The room's metadata changed. */
    default void onRoomMetadata(String metadata) {}

    /** The server moved us into another room; {@link Room#name()} is the new one's. */
    default void onMoved(String roomName) {}

    /** The connection was lost and is being restored; calls on the room are kept or refused as they say. */
    default void onReconnecting(String cause) {}

    /**
     * Back again.
     *
     * @param resumed true when the same session went on; false when we joined anew: tracks have new sids
     */
    default void onReconnected(boolean resumed) {}

    /** Over, for good. */
    default void onClosed(RoomEnd end) {}
}
