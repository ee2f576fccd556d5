package io.earshot.livekit.data;

/** Takes the streams of others. Called on the room's loop. */
public interface StreamListener {
    /** A text is complete, or was aborted by its sender. */
    default void onText(String identity, TextMessage message) {}

    /** A text grows by a piece; {@link #onText} follows with all of it. */
    default void onTextPiece(String identity, TextPiece piece) {}

    /** Octets are complete. */
    default void onBytes(String identity, ByteMessage message) {}

    /** A stream was given up: too long, a piece missing, silent for too long, or its sender left. */
    default void onStreamFailed(String identity, String topic, String cause) {}
}
