package io.earshot.sip.tls;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.security.cert.Certificate;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * Wraps a connected socket in TLS: one handshake, within its time, and the peer's names. Blocks: for a connection's own
 * thread. Thread-safe because stateless but for what the keeper holds.
 */
public final class TlsHandshake {
    private final TlsKeeper keeper;

    /** A socket that speaks TLS, and whom its peer's certificate names; none when it showed none that was checked. */
    public record Secured(SSLSocket socket, List<String> names) {}

    /** Why there is no connection. */
    public static final class Refused extends IOException {
        private static final long serialVersionUID = 1L;

        private final TlsOutcome outcome;

        Refused(TlsOutcome outcome, String reason) {
            super(reason);
            this.outcome = outcome;
        }

        /** In one word. */
        public TlsOutcome outcome() {
            return outcome;
        }
    }

    public TlsHandshake(TlsKeeper keeper) {
        this.keeper = keeper;
    }

    /** Shakes hands with one who connected. */
    public Secured accept(Socket plain) throws IOException {
        TlsMaterial material = keeper.material();
        SSLContext context = material.accepting();
        if (context == null) {
            throw new Refused(TlsOutcome.FAILED, "no certificate");
        }
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(plain, null, false);
        socket.setUseClientMode(false);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setProtocols(material.config().minimum().protocols());
        switch (material.config().clientCertificates()) {
            case NONE -> {}
            case WANTED -> parameters.setWantClientAuth(true);
            case REQUIRED -> parameters.setNeedClientAuth(true);
        }
        socket.setSSLParameters(parameters);
        return counted(true, plain, socket, () -> allowed(material.config(), socket));
    }

    /**
     * Shakes hands with one whom we connected to.
     *
     * @param host what the certificate must name; null when nothing is known but the address
     */
    public Secured connect(Socket plain, @Nullable String host) throws IOException {
        TlsMaterial material = keeper.material();
        InetSocketAddress peer = (InetSocketAddress) plain.getRemoteSocketAddress();
        SSLSocket socket = (SSLSocket) material.calling()
                .getSocketFactory()
                .createSocket(plain, peer.getAddress().getHostAddress(), peer.getPort(), false);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setProtocols(material.config().minimum().protocols());
        if (host != null && host.indexOf(':') < 0 && host.chars().anyMatch(Character::isLetter)) {
            parameters.setServerNames(List.of(new SNIHostName(host)));
        }
        socket.setSSLParameters(parameters);
        return counted(false, plain, socket, () -> {
            List<String> names = names(socket);
            require(names, host == null ? peer.getAddress().getHostAddress() : host);
            // Names that nobody proved are told to nobody.
            return keeper.config().serverCheck() == TlsConfig.ServerCheck.NONE ? List.of() : names;
        });
    }

    /**
     * Whether the server with these names may be taken for {@code host}.
     *
     * @throws Refused when its certificate does not name it, and that is asked for
     */
    public void require(List<String> names, String host) throws Refused {
        if (keeper.config().serverCheck() == TlsConfig.ServerCheck.NAME && !CertificateNames.cover(names, host)) {
            throw new Refused(
                    TlsOutcome.WRONG_NAME,
                    "the server's certificate does not name " + host + " but " + String.join(", ", names));
        }
    }

    private interface Check {
        List<String> names() throws IOException;
    }

    private Secured counted(boolean incoming, Socket plain, SSLSocket socket, Check check) throws IOException {
        AtomicBoolean late = new AtomicBoolean();
        CountDownLatch done = watch(plain, late);
        try {
            socket.startHandshake();
            List<String> names = check.names();
            keeper.counters().count(incoming, TlsOutcome.OK);
            return new Secured(socket, names);
        } catch (IOException e) {
            TlsOutcome outcome = late.get() ? TlsOutcome.TIMED_OUT : outcome(e);
            keeper.counters().count(incoming, outcome);
            throw e instanceof Refused refused ? refused : new Refused(outcome, reason(outcome));
        } finally {
            done.countDown();
        }
    }

    /** Reading has a time-out of its own, but a peer that sends an octet at a time would never meet it. */
    private CountDownLatch watch(Socket plain, AtomicBoolean late) {
        CountDownLatch done = new CountDownLatch(1);
        long millis = keeper.config().handshakeTimeout().toMillis();
        Thread.ofVirtual().name("sip-tls-deadline").start(() -> {
            try {
                if (!done.await(millis, TimeUnit.MILLISECONDS)) {
                    late.set(true);
                    plain.close();
                }
            } catch (InterruptedException | IOException e) {
                // The connection's own thread ends it.
            }
        });
        return done;
    }

    private static List<String> allowed(TlsConfig config, SSLSocket socket) throws IOException {
        List<String> names =
                config.clientCertificates() == TlsConfig.ClientCertificates.NONE ? List.of() : names(socket);
        List<String> listed = config.clientNames();
        boolean shown = !names.isEmpty();
        if (!listed.isEmpty() && shown && listed.stream().noneMatch(name -> CertificateNames.cover(names, name))) {
            throw new Refused(TlsOutcome.WRONG_NAME, "the client's certificate names nobody of client_names");
        }
        return names;
    }

    private static List<String> names(SSLSocket socket) {
        try {
            Certificate[] chain = socket.getSession().getPeerCertificates();
            return chain[0] instanceof X509Certificate own ? CertificateNames.of(own) : List.of();
        } catch (SSLPeerUnverifiedException e) {
            return List.of();
        }
    }

    /** From the causes where there are some, else from the alert's words, which are all that JSSE tells. */
    private static TlsOutcome outcome(IOException fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case Refused refused -> {
                    return refused.outcome();
                }
                case CertificateExpiredException _, CertificateNotYetValidException _ -> {
                    return TlsOutcome.EXPIRED;
                }
                case SocketTimeoutException _ -> {
                    return TlsOutcome.TIMED_OUT;
                }
                case java.security.cert.CertPathBuilderException _ -> {
                    return TlsOutcome.UNKNOWN_CA;
                }
                default -> {}
            }
        }
        String words = String.valueOf(fault.getMessage()).toLowerCase(Locale.ROOT);
        if (words.contains("empty client certificate") || words.contains("certificate_required")) {
            return TlsOutcome.NO_CERTIFICATE;
        }
        boolean alert = words.contains("received fatal alert");
        boolean ours = words.contains("certificate") || words.contains("unknown_ca");
        return alert && ours ? TlsOutcome.REJECTED : TlsOutcome.FAILED;
    }

    private static String reason(TlsOutcome outcome) {
        return switch (outcome) {
            case OK -> "";
            case TIMED_OUT -> "TLS handshake took too long";
            case LIMITED -> "too many TLS handshakes";
            case NO_CERTIFICATE -> "the peer showed no certificate";
            case UNKNOWN_CA -> "the peer's certificate is signed by no known authority";
            case EXPIRED -> "the peer's certificate is past or before its time";
            case WRONG_NAME -> "the peer's certificate has another name";
            case REJECTED -> "the peer does not take our certificate";
            case FAILED -> "TLS handshake failed";
        };
    }
}
