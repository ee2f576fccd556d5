package io.earshot.media.sctp;

/** Life of one data channel. */
public enum DataChannelState {
    /** Ours, not yet confirmed by the peer; what is sent is kept. */
    CONNECTING,
    /** Both sides know it. */
    OPEN,
    /** Nothing more is taken; what was taken is still delivered, then the stream is reset. */
    CLOSING,
    /** Gone: closed by either side, or the association went down. */
    CLOSED
}
