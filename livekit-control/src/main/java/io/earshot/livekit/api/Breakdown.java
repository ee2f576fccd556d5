package io.earshot.livekit.api;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;

/** Tells from an exception why there was no answer. */
final class Breakdown {
    private Breakdown() {}

    /**
     * The failure that {@code e} stands for.
     *
     * @param server the server's address, for the message
     * @param sent whether any part of the request was sent
     */
    static ApiException of(Operation operation, String server, boolean sent, IOException e) {
        if (e instanceof SSLException tls) {
            return untrusted(operation, server, tls);
        }
        if (e instanceof SocketTimeoutException || timedOut(e)) {
            return timeout(operation, server, sent, e);
        }
        if (e instanceof InterruptedIOException) {
            return new ApiException.Interrupted(Failure.unanswered(
                    operation, sent, "interrupted while waiting", "Nothing to do: the program is stopping.", e));
        }
        return unreachable(operation, server, sent, e);
    }

    private static boolean timedOut(IOException e) {
        return e instanceof InterruptedIOException && "timeout".equals(e.getMessage());
    }

    private static ApiException timeout(Operation operation, String server, boolean sent, IOException e) {
        String cause = sent ? "no answer from " + server + " in time" : "no connection to " + server + " in time";
        String advice = sent
                ? "See whether livekit-server and its Redis are overloaded or stuck"
                        + (operation.repeatsFreely() ? "." : "; the request may have been carried out.")
                : "Check host, port and firewall between here and the server.";
        return new ApiException.TimedOut(Failure.unanswered(operation, sent, cause, advice, e));
    }

    private static ApiException unreachable(Operation operation, String server, boolean sent, IOException e) {
        if (e instanceof UnknownHostException) {
            return lost(
                    operation,
                    sent,
                    "the host name in " + server + " cannot be resolved",
                    "Check LIVEKIT_URL and DNS.",
                    e);
        }
        if (e instanceof ConnectException || e instanceof NoRouteToHostException) {
            return lost(
                    operation,
                    sent,
                    "nothing accepts connections at " + server,
                    "Check that livekit-server runs, and host, port and firewall.",
                    e);
        }
        return lost(
                operation,
                sent,
                "the connection to " + server + " was lost (" + Answer.quotable(text(e)) + ")",
                operation.repeatsFreely()
                        ? "Check that this is livekit-server's HTTP port (7880 unless configured), and see its log."
                        : "The request may have been carried out: look before repeating it.",
                e);
    }

    private static ApiException lost(Operation operation, boolean sent, String cause, String advice, IOException e) {
        return new ApiException.Unreachable(Failure.unanswered(operation, sent, cause, advice, e));
    }

    private static ApiException untrusted(Operation operation, String server, SSLException e) {
        String text = text(e);
        if (e instanceof SSLPeerUnverifiedException) {
            return tls(
                    operation,
                    "the certificate at " + server + " is for another name",
                    "Use the name that is in the certificate, or give the server a certificate for this one.",
                    e);
        }
        if (text.contains("Unsupported or unrecognized SSL message") || text.contains("plaintext connection")) {
            return tls(
                    operation,
                    "the port at " + server + " speaks no TLS",
                    "Use the TLS port; on a trusted network ws:// is possible where plain connections are allowed by name.",
                    e);
        }
        if (has(e, EOFException.class)) {
            return tls(
                    operation,
                    server + " ended the TLS handshake, as a port without TLS does",
                    "Check the port; see the server's log for why it ended the handshake.",
                    e);
        }
        if (has(e, CertificateExpiredException.class) || has(e, CertificateNotYetValidException.class)) {
            return tls(
                    operation,
                    "the certificate at " + server + " is not valid at this time",
                    "Renew the certificate; check this machine's clock.",
                    e);
        }
        if (text.contains("PKIX") || text.contains("certificate")) {
            return tls(
                    operation,
                    "the certificate at " + server + " is not signed by anyone this machine trusts",
                    "Use a certificate of a known authority, or add yours to the Java trust store (-Djavax.net.ssl.trustStore).",
                    e);
        }
        return tls(
                operation,
                "no TLS connection to " + server + " (" + Answer.quotable(text) + ")",
                "Check that the server offers TLS 1.2 or newer on this port.",
                e);
    }

    private static ApiException tls(Operation operation, String cause, String advice, SSLException e) {
        return new ApiException.Untrusted(Failure.unanswered(operation, false, cause, advice, e));
    }

    private static boolean has(Throwable e, Class<? extends Throwable> type) {
        for (Throwable at = e; at != null; at = at.getCause()) {
            if (type.isInstance(at)) {
                return true;
            }
        }
        return false;
    }

    private static String text(Throwable e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
