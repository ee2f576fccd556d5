package io.earshot.sip.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what the files hold, and reads them again when they change: new connections use what was read last, running ones
 * stay as they are. Files that cannot be used change nothing but {@link #fault}. Thread-safe because what was read is one
 * volatile value, and reading is synchronized.
 */
public final class TlsKeeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TlsKeeper.class);

    private final TlsCounters counters = new TlsCounters();
    private volatile TlsMaterial material;
    private volatile @Nullable String fault;
    private List<String> stamps;
    private @Nullable Thread watch;

    private TlsKeeper(TlsMaterial material) {
        this.material = material;
        this.stamps = stamps(material.config());
    }

    /**
     * Reads the files of {@code config}.
     *
     * @throws TlsFault when one cannot be used
     */
    public static TlsKeeper open(TlsConfig config) throws TlsFault {
        TlsKeeper keeper = new TlsKeeper(TlsMaterial.read(config));
        keeper.warnOfExpiry();
        keeper.watch = config.reloadCheck().isZero() ? null : keeper.startWatch();
        return keeper;
    }

    /** All that keeps the files of {@code config} from being used; none when it is well. */
    public static List<TlsFault> faults(TlsConfig config) {
        return TlsMaterial.faults(config);
    }

    private Thread startWatch() {
        return Thread.ofVirtual().name("sip-tls-watch").start(() -> {
            try {
                while (true) {
                    Thread.sleep(config().reloadCheck());
                    check();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** What is configured now. */
    public TlsConfig config() {
        return material.config();
    }

    /** Where handshakes and reloads are counted. */
    public TlsCounters counters() {
        return counters;
    }

    /**
     * TLS for one connection that somebody opened to us, by what the files hold now.
     *
     * @throws IllegalStateException without a certificate
     */
    public SSLEngine acceptingEngine() {
        TlsMaterial now = material;
        SSLContext context = now.accepting();
        if (context == null) {
            throw new IllegalStateException("no certificate is configured");
        }
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        engine.setEnabledProtocols(now.config().minimum().protocols());
        switch (now.config().clientCertificates()) {
            case NONE -> engine.setWantClientAuth(false);
            case WANTED -> engine.setWantClientAuth(true);
            case REQUIRED -> engine.setNeedClientAuth(true);
        }
        return engine;
    }

    /** TLS towards those whom we call, by what the files hold now. */
    public SSLContext callingContext() {
        return material.calling();
    }

    TlsMaterial material() {
        return material;
    }

    /** Why the files as they are now cannot be used, while those read before still serve; null when all is well. */
    public @Nullable String fault() {
        return fault;
    }

    /** Until when our certificate is good; null without one. */
    public @Nullable Instant expiry() {
        X509Certificate own = material.own();
        return own == null ? null : own.getNotAfter().toInstant();
    }

    /** Reads the files again if one of them has changed. */
    public synchronized void check() {
        if (!stamps(config()).equals(stamps)) {
            try {
                apply(config());
            } catch (TlsFault e) {
                LOG.error("TLS files changed and cannot be used, so the former ones stay: {}", e.getMessage());
            }
        }
    }

    /**
     * Reads the files of a new configuration; its port counts only at the start.
     *
     * @throws TlsFault when one cannot be used; then everything stays as it was
     */
    public synchronized void apply(TlsConfig next) throws TlsFault {
        List<String> seen = stamps(next);
        try {
            material = TlsMaterial.read(next);
            fault = null;
            counters.reloaded(true);
            LOG.info("TLS files read again; certificate {}", describe());
            warnOfExpiry();
        } catch (TlsFault e) {
            fault = e.getMessage();
            counters.reloaded(false);
            throw e;
        } finally {
            stamps = next.equals(config()) ? seen : stamps;
        }
    }

    private String describe() {
        X509Certificate own = material.own();
        return own == null ? "none" : own.getSubjectX500Principal() + " until " + expiry();
    }

    private void warnOfExpiry() {
        Instant expiry = expiry();
        X509Certificate own = material.own();
        Instant now = Instant.now();
        if (expiry != null && expiry.isBefore(now)) {
            LOG.warn(
                    "TLS certificate {} expired at {}: peers that check it will not connect",
                    config().certificate(),
                    expiry);
        } else if (own != null && own.getNotBefore().toInstant().isAfter(now)) {
            LOG.warn(
                    "TLS certificate {} is not valid before {}",
                    config().certificate(),
                    own.getNotBefore().toInstant());
        } else if (expiry != null && expiry.isBefore(now.plus(Duration.ofDays(14)))) {
            LOG.warn("TLS certificate {} expires at {}", config().certificate(), expiry);
        }
    }

    /** Name, time and size of each file: what changes when one is replaced. */
    private static List<String> stamps(TlsConfig config) {
        List<String> stamps = new ArrayList<>();
        for (String path : List.of(config.certificate(), config.key(), config.clientCa(), config.serverCa())) {
            stamps.add(path + ' ' + stamp(path));
        }
        return stamps;
    }

    private static String stamp(String path) {
        try {
            Path file = Path.of(path);
            return path.isEmpty() ? "" : Files.getLastModifiedTime(file).toMillis() + " " + Files.size(file);
        } catch (IOException e) {
            return "unreadable";
        }
    }

    @Override
    public void close() {
        if (watch != null) {
            watch.interrupt();
        }
    }
}
