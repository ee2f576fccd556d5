package io.earshot.media.session;

import java.io.IOException;

/** A session cannot be opened: no port pair is free, or none of those tried could be bound. A call is refused with 503. */
public final class MediaUnavailableException extends IOException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates one.
     *
     * @param message what could not be had
     * @param cause what the system said, if anything
     */
    public MediaUnavailableException(String message, @org.jspecify.annotations.Nullable Throwable cause) {
        super(message, cause);
    }
}
