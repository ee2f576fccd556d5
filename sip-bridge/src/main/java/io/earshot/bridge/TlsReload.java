package io.earshot.bridge;

import io.earshot.sip.tls.TlsConfig;
import io.earshot.sip.tls.TlsFault;
import io.earshot.sip.tls.TlsKeeper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings a reload of the configuration to SIP's certificates. Stateless. */
final class TlsReload {
    private static final Logger log = LoggerFactory.getLogger(TlsReload.class);

    private TlsReload() {}

    /** The files were proved when the configuration was read; should they have changed since, what was in force stays. */
    static void apply(TlsKeeper keeper, TlsConfig next) {
        TlsConfig before = keeper.config();
        if (next.equals(before)) {
            return;
        }
        try {
            keeper.apply(next);
            if (next.listens() != before.listens()) {
                log.warn("sip.tls: the listener itself opens and closes with a restart");
            }
        } catch (TlsFault fault) {
            log.error("sip.tls not reloaded: {}", fault.getMessage());
        }
    }
}
