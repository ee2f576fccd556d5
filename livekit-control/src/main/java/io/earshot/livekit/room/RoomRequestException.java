package io.earshot.livekit.room;

/** A request to the server failed or was refused; the message says why in plain words. */
public final class RoomRequestException extends Exception {
    private static final long serialVersionUID = 1L;

    RoomRequestException(String message) {
        super(message);
    }
}
