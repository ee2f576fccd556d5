package io.earshot.media.webrtc;

/**
 * The other side's description cannot be used. The message says why in plain words and never quotes the description, so
 * it may be logged. The connection stays as it was.
 */
public final class SdpRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Refused for {@code reason}. */
    public SdpRefusedException(String reason) {
        super(reason);
    }
}
