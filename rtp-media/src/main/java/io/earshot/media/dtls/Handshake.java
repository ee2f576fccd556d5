package io.earshot.media.dtls;

import java.io.IOException;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.DTLSClientProtocol;
import org.bouncycastle.tls.DTLSServerProtocol;
import org.bouncycastle.tls.DTLSTransport;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsFatalAlertReceived;
import org.bouncycastle.tls.TlsTimeoutException;

/**
 * A handshake, which blocks: it runs on a virtual thread of its own, and never on a loop. Confined to that thread, but for
 * what it returns.
 */
final class Handshake {
    /** RFC 6347 proposes a second; a caller waits, and the flights are few and small. Doubles each time. */
    static final int FIRST_RESEND_MILLIS = 100;

    /** What a handshake came to. */
    sealed interface Result {
        /** Keys are in the terms; application data flows through the transport. */
        record Established(DTLSTransport transport, Terms terms) implements Result {}

        /** Why not. */
        record Failed(DtlsEnd end, String reason) implements Result {}
    }

    private Handshake() {}

    static Result run(DtlsRole role, Terms terms, DatagramCrossing crossing) {
        try {
            DTLSTransport transport = switch (role) {
                case CLIENT -> new DTLSClientProtocol().connect(new ClientSide(terms), crossing);
                case SERVER -> accept(terms, crossing);
            };
            return new Result.Established(transport, terms);
        } catch (IOException | RuntimeException | LinkageError e) {
            return failed(terms, e);
        }
    }

    /** No cookie round trip: ICE has already proved the address. */
    private static DTLSTransport accept(Terms terms, DatagramCrossing crossing) throws IOException {
        DTLSServerProtocol protocol = new DTLSServerProtocol();
        protocol.setVerifyRequests(false);
        return protocol.accept(new ServerSide(terms), crossing);
    }

    private static Result.Failed failed(Terms terms, Throwable e) {
        if (terms.isWrongFingerprint()) {
            return new Result.Failed(
                    DtlsEnd.WRONG_FINGERPRINT, "peer's certificate is not the one its description names");
        }
        return switch (e) {
            case TlsTimeoutException _ -> new Result.Failed(DtlsEnd.TIMED_OUT, "DTLS handshake timed out");
            case TlsFatalAlertReceived alert ->
                new Result.Failed(DtlsEnd.FAILED, "peer sent DTLS alert " + text(alert.getAlertDescription()));
            case TlsFatalAlert alert ->
                new Result.Failed(DtlsEnd.FAILED, "DTLS handshake failed: " + text(alert.getAlertDescription()));
            default ->
                new Result.Failed(
                        DtlsEnd.FAILED, "DTLS handshake failed: " + e.getClass().getSimpleName());
        };
    }

    static String text(short alert) {
        return AlertDescription.getName(alert);
    }
}
