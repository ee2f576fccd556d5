package io.earshot.bridge.reload;

import io.earshot.bridge.config.ConfigException;
import io.earshot.bridge.config.ConfigFault;
import io.earshot.bridge.config.ConfigSource;
import io.earshot.bridge.config.KeyChange;
import io.earshot.bridge.config.LiveConfig;
import io.earshot.bridge.config.ReloadReport;
import io.earshot.bridge.config.ReloadReport.Outcome;
import io.earshot.bridge.health.Health;
import io.earshot.bridge.health.HealthState;
import io.earshot.bridge.metrics.Families;
import io.earshot.bridge.metrics.Tally;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the configuration again and puts it in force for new calls; tells logs, metrics and health what became of it. Thread-safe: reloads
 * wait for each other.
 */
public final class Reloader {
    private static final Logger log = LoggerFactory.getLogger(Reloader.class);

    private final LiveConfig live;
    private final ConfigSource source;
    private final InstantSource clock;
    private final Tally reloads = new Tally("trigger", "outcome").with(Trigger.FILE.label(), label(Outcome.APPLIED));
    private volatile Instant inForceSince;
    private volatile List<ConfigFault> faults = List.of();
    private volatile Runnable then = () -> {};

    /**
     * Reloads what {@code live} holds.
     *
     * @param source where it is read, and what the bridge started with was read
     */
    public Reloader(LiveConfig live, ConfigSource source) {
        this(live, source, InstantSource.system());
    }

    Reloader(LiveConfig live, ConfigSource source, InstantSource clock) {
        this.live = live;
        this.source = source;
        this.clock = clock;
        this.inForceSince = clock.instant();
    }

    /** Reads everything again. Blocks until it is in force or refused; never throws for what it reads. */
    public synchronized ReloadReport reload(Trigger trigger) {
        ReloadReport report = outcome();
        reloads.count(trigger.label(), label(report.outcome()));
        tell(trigger, report);
        faults = report.faults();
        if (report.outcome() == Outcome.APPLIED) {
            inForceSince = clock.instant();
        }
        if (report.outcome() != Outcome.REFUSED) {
            then.run();
        }
        return report;
    }

    /** Done after every reload that was not refused, on its thread; must not wait. */
    void then(Runnable look) {
        then = look;
    }

    /** What is wrong with the configuration as it was last read; empty when it was accepted. */
    public List<ConfigFault> faults() {
        return faults;
    }

    /** Since when the configuration in force is. */
    public Instant inForceSince() {
        return inForceSince;
    }

    /** Adds counters, and the component {@code configuration} that is degraded while a broken one lies there. */
    public void addTo(Families families, Health health) {
        families.counters(
                        "earshot_config_reloads",
                        "Times the configuration was read again, by what became of it",
                        reloads)
                .gauge(
                        "earshot_config_invalid",
                        "1 while the configuration last read has faults and the one before is in force",
                        () -> (double) (faults.isEmpty() ? 0 : 1))
                .gauge("earshot_config_pending_keys", "Keys whose accepted value waits for a restart", () ->
                        (double) live.pending().size())
                .gauge(
                        "earshot_config_in_force_since_seconds",
                        "When the configuration in force was put in force, Unix time",
                        () -> (double) inForceSince.getEpochSecond());
        health.register("configuration", this::health);
    }

    static String label(Outcome outcome) {
        return outcome.name().toLowerCase(Locale.ROOT);
    }

    private ReloadReport outcome() {
        try {
            return live.apply(source.load());
        } catch (ConfigException wrong) {
            return ReloadReport.refused(wrong.faults(), live.pending());
        }
    }

    private HealthState health() {
        List<ConfigFault> wrong = faults;
        if (!wrong.isEmpty()) {
            String more = wrong.size() == 1 ? "" : " and " + (wrong.size() - 1) + " more";
            return HealthState.degraded("the changed configuration is not used: " + wrong.getFirst() + more);
        }
        int waiting = live.pending().size();
        return HealthState.ok(waiting == 0 ? "" : waiting + " keys wait for a restart");
    }

    /** A fault that is still there since the last time is not logged again. */
    private void tell(Trigger trigger, ReloadReport report) {
        switch (report.outcome()) {
            case UNCHANGED -> log.info("configuration read again ({}): nothing changed", trigger.label());
            case APPLIED -> applied(trigger, report.changes());
            case REFUSED -> refused(trigger, report.faults());
        }
    }

    private static void applied(Trigger trigger, List<KeyChange> changes) {
        long waiting = changes.stream().filter(change -> !change.inForce()).count();
        log.info(
                "configuration read again ({}): {} keys in force for new calls, {} wait for a restart",
                trigger.label(),
                changes.size() - waiting,
                waiting);
        changes.forEach(change -> log.info("configuration: {}", change));
    }

    private void refused(Trigger trigger, List<ConfigFault> wrong) {
        Set<ConfigFault> known = Set.copyOf(faults);
        List<ConfigFault> fresh =
                wrong.stream().filter(fault -> !known.contains(fault)).toList();
        if (!fresh.isEmpty()) {
            log.error("configuration read again ({}): {} faults, nothing is changed", trigger.label(), wrong.size());
            fresh.forEach(fault -> log.error("configuration: {}", fault));
        }
    }
}
