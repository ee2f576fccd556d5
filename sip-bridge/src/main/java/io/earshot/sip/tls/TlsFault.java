package io.earshot.sip.tls;

import java.io.IOException;

/** Files that cannot be used for TLS, each told by its key and what is wrong with it; never holds what they hold. */
public final class TlsFault extends IOException {
    private static final long serialVersionUID = 1L;

    private final String setting;

    TlsFault(String setting, String reason) {
        super(reason);
        this.setting = setting;
    }

    /** The setting, in the words of the {@code sip.tls} section. */
    public String setting() {
        return setting;
    }

    @Override
    public String getMessage() {
        return "sip.tls." + setting + ": " + super.getMessage();
    }

    /** What is wrong. */
    public String reason() {
        return String.valueOf(super.getMessage());
    }
}
