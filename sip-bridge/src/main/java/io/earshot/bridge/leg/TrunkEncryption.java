package io.earshot.bridge.leg;

import io.earshot.bridge.config.MediaConfig;
import io.earshot.media.sdp.MediaSecurity.Mode;

/** What whoever keeps a trunk's settings (LiveKit) says about encrypted audio of its calls. */
public enum TrunkEncryption {
    /** Nothing: the configuration decides. */
    UNSAID,
    /** Plain audio. */
    DISABLED,
    /** Encrypted if the caller does so too. */
    ALLOWED,
    /** Encrypted or not at all. */
    REQUIRED;

    /**
     * Joined with what the configuration says: whoever requires encryption gets it; else a rule in {@code media.srtp_trunks} for this
     * very trunk comes before what is said elsewhere, and that before {@code media.srtp}.
     */
    Mode mode(MediaConfig config, String trunk) {
        Mode own = config.srtp(trunk);
        if (this == REQUIRED || own == Mode.REQUIRED) {
            return Mode.REQUIRED;
        }
        if (this == UNSAID || config.srtpTrunks().containsKey(trunk)) {
            return own;
        }
        return this == ALLOWED ? Mode.OPTIONAL : Mode.OFF;
    }
}
