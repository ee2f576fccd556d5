package io.earshot.sip.transport;

import io.earshot.sip.tls.TlsHandshake;
import io.earshot.sip.tls.TlsKeeper;
import io.earshot.sip.tls.TlsOutcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What makes TLS of TCP for a whole processor: certificates, handshakes and their limits. Thread-safe as its parts are. */
final class TlsWrap {
    private final TlsKeeper keeper;
    private final TlsHandshake handshake;
    private final HandshakeGate gate;

    TlsWrap(TlsKeeper keeper, Set<String> trusted) {
        this.keeper = keeper;
        this.handshake = new TlsHandshake(keeper);
        this.gate = new HandshakeGate(trusted);
    }

    /** Whether one more stranger may shake hands; counted when not. */
    boolean admits(InetAddress source) {
        boolean admitted = gate.enter(source, keeper.config(), System.nanoTime());
        if (!admitted) {
            keeper.counters().count(true, TlsOutcome.LIMITED);
        }
        return admitted;
    }

    /** Shakes hands with one who was admitted. */
    TlsHandshake.Secured accept(Socket plain) throws IOException {
        try {
            return handshake.accept(plain);
        } finally {
            gate.leave();
        }
    }

    TlsHandshake.Secured connect(Socket plain, @Nullable String host) throws IOException {
        return handshake.connect(plain, host);
    }

    TlsHandshake handshake() {
        return handshake;
    }
}
