package io.earshot.bridge.reload;

import io.earshot.bridge.config.ConfigSource;
import io.earshot.bridge.config.LiveConfig;
import io.earshot.bridge.config.ReloadConfig;
import io.earshot.bridge.config.ReloadReport;
import io.earshot.bridge.health.Health;
import io.earshot.bridge.http.HttpResource;
import io.earshot.bridge.metrics.Families;
import io.earshot.bridge.vendor.KeyCheck;
import org.jspecify.annotations.Nullable;

/** Everything of a bridge that has to do with reading its configuration again. Thread-safe because its parts are. */
public final class ReloadSide implements AutoCloseable {
    private final Reloader reloader;
    private final AdminResource resource;
    private final KeyCheck keys;
    private final @Nullable FileReloads watch;

    private ReloadSide(LiveConfig live, ConfigSource source) {
        this.reloader = new Reloader(live, source);
        this.keys = new KeyCheck(live.now());
        reloader.then(() -> keys.look(live.now()));
        this.resource = new AdminResource(live, source, reloader, keys);
        ReloadConfig config = live.now().reload();
        this.watch = config.watch() ? new FileReloads(reloader, source, config.interval()) : null;
    }

    /** Begins to watch the files, when that is configured. */
    public static ReloadSide start(LiveConfig live, ConfigSource source) {
        return new ReloadSide(live, source);
    }

    /** Reads everything again. */
    public ReloadReport reload(Trigger trigger) {
        return reloader.reload(trigger);
    }

    /** What is served under {@code /v1/admin}. */
    public HttpResource resource() {
        return resource;
    }

    /** Adds metrics and the component of health. */
    public void addTo(Families families, Health health) {
        reloader.addTo(families, health);
        keys.addTo(families, health);
    }

    /** Watches no more. */
    @Override
    public void close() {
        keys.close();
        if (watch != null) {
            watch.close();
        }
    }
}
