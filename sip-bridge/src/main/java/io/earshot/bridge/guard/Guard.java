package io.earshot.bridge.guard;

import io.earshot.bridge.call.Gatekeeper;
import io.earshot.bridge.call.InviteFacts;
import io.earshot.bridge.call.RefusalLog;
import io.earshot.bridge.config.BanConfig;
import io.earshot.bridge.config.GuardConfig;
import io.earshot.bridge.metrics.Families;
import io.earshot.bridge.metrics.Tally;
import io.earshot.sip.SipStatus;
import io.earshot.sip.transport.SourceGuard;
import io.earshot.sip.transport.SourceKey;
import io.earshot.sip.wire.HeaderLookup;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The guard of a bridge: access lists and rates at the door, bans at the sockets. Settings can change while it runs; what it has
 * counted and whom it has banned stay. Thread-safe because the policy is replaced as a whole and the tables are thread-safe.
 */
public final class Guard implements Gatekeeper, SourceGuard {
    /** What trunks that are not configured are called in metrics. */
    static final String OTHER = "other";

    private static final Duration NEXT_SECOND = Duration.ofSeconds(1);

    private final LongSupplier nanoClock;
    private final InstantSource clock;
    private final RefusalLog log;
    private final Suspects suspects = new Suspects();
    private final Bans bans = new Bans();
    private final CallRates rates;
    private final Tally misdeeds = tally("kind");
    private final Tally banned = tally("reason");
    private volatile AccessPolicy policy;

    /** A guard with these settings. */
    public Guard(GuardConfig config) {
        this(config, System::nanoTime, InstantSource.system());
    }

    /**
     * The same by other clocks.
     *
     * @param nanoClock monotonic, nanoseconds
     * @param clock what lists of bans show
     */
    Guard(GuardConfig config, LongSupplier nanoClock, InstantSource clock) {
        this.policy = new AccessPolicy(config);
        this.nanoClock = nanoClock;
        this.clock = clock;
        this.rates = new CallRates(nanoClock);
        this.log = new RefusalLog(nanoClock);
    }

    /** Goes by other settings from now on. Bans of sources that are trusted now are lifted. */
    public void apply(GuardConfig config) {
        AccessPolicy next = new AccessPolicy(config);
        policy = next;
        rates.forget();
        bans.liftIf(next::trusts);
        if (!config.bans().enabled()) {
            bans.liftAll();
        }
    }

    /** What it goes by now. */
    public GuardConfig settings() {
        return policy.config();
    }

    AccessPolicy policy() {
        return policy;
    }

    // ---- at the door

    @Override
    public @Nullable Refusal refuse(InviteFacts invite) {
        AccessPolicy now = policy;
        Refusal refusal = now.refuse(invite);
        InetAddress source = invite.source().getAddress();
        if (!invite.isInvite()) {
            return refusal;
        }
        if (refusal != null) {
            misdeed(source, Misdeed.REFUSED);
            return refusal;
        }
        called(source, invite.to());
        Optional<Trunk> trunk = now.trunkOf(source);
        // A caller who may yet prove to belong to a trunk is counted when that is known.
        boolean later = trunk.map(Trunk::asksName).orElse(!now.roaming().isEmpty());
        return later ? null : rate(trunk);
    }

    /** The refusal of a call that comes too soon after others of its trunk, or null. */
    @Nullable
    Refusal rate(Optional<Trunk> trunk) {
        String name = trunk.map(Trunk::name).orElse(OTHER);
        int perSecond = trunk.map(known -> known.config().caps())
                .orElse(policy.config().others())
                .perSecond();
        return rates.admits(name, perSecond)
                ? null
                : Refusal.of("trunk_rate", SipStatus.SERVICE_UNAVAILABLE, NEXT_SECOND);
    }

    // ---- at the sockets

    @Override
    public boolean admits(InetAddress source) {
        return !bans.holds(SourceKey.of(source), nanoClock.getAsLong());
    }

    @Override
    public boolean admitsRequest(InetAddress source, byte[] raw) {
        BanConfig config = policy.config().bans();
        if (!config.enabled() || config.userAgents().isEmpty() || policy.trusts(source)) {
            return true;
        }
        String agent = HeaderLookup.first(raw, "User-Agent").orElse("").toLowerCase(Locale.ROOT);
        if (config.userAgents().stream().noneMatch(word -> agent.contains(word.toLowerCase(Locale.ROOT)))) {
            return true;
        }
        misdeed(source, Misdeed.USER_AGENT);
        return false;
    }

    @Override
    public boolean unlimited(InetAddress source) {
        return policy.trunkOf(source).isPresent();
    }

    @Override
    public void onFault(InetAddress source, Fault fault) {
        misdeed(source, Misdeed.of(fault));
    }

    // ---- nuisances

    /** A source did something wrong; once too often bans it. */
    void misdeed(InetAddress source, Misdeed misdeed) {
        misdeeds.count(misdeed.label());
        BanConfig config = policy.config().bans();
        long key = SourceKey.of(source);
        if (config.enabled() && !policy.trusts(source) && suspects.note(key, misdeed, config, nanoClock.getAsLong())) {
            ban(key, misdeed, config);
        }
    }

    private void called(InetAddress source, String number) {
        BanConfig config = policy.config().bans();
        long key = SourceKey.of(source);
        if (config.enabled() && !policy.trusts(source) && suspects.called(key, number, config, nanoClock.getAsLong())) {
            misdeeds.count(Misdeed.NUMBERS.label());
            ban(key, Misdeed.NUMBERS, config);
        }
    }

    private void ban(long source, Misdeed misdeed, BanConfig config) {
        long nowNs = nanoClock.getAsLong();
        if (bans.add(source, misdeed.label(), clock.instant(), config.duration(), nowNs, config.remembered())) {
            suspects.forget(source);
            banned.count(misdeed.label());
            log.line("source %s banned for %d s: %s (limit %d within %d s)"
                    .formatted(
                            SourceKey.text(source),
                            config.duration().toSeconds(),
                            misdeed.label(),
                            misdeed.limit(config),
                            config.window().toSeconds()));
        }
    }

    /** Who is banned now, the latest first. */
    List<Bans.Ban> bans() {
        return bans.list(nanoClock.getAsLong());
    }

    /** Ends the ban of an address, or of its network in IPv6; false when there is none. */
    boolean lift(InetAddress source) {
        suspects.forget(SourceKey.of(source));
        return bans.lift(SourceKey.of(source));
    }

    /** Ends every ban; how many there were. */
    int liftAll() {
        return bans.liftAll();
    }

    /** Adds its families. */
    public void addTo(Families families) {
        families.counters("earshot_guard_misdeeds", "What sources did wrong, by kind", misdeeds)
                .counters("earshot_guard_bans", "Sources banned, by reason", banned)
                .gauge("earshot_guard_banned_sources", "Sources banned now", () ->
                        (long) bans.size(nanoClock.getAsLong()))
                .gauge("earshot_guard_suspects", "Sources whose misdeeds are remembered", () -> (long) suspects.size());
    }

    private static Tally tally(String label) {
        Tally tally = new Tally(label);
        for (Misdeed misdeed : Misdeed.values()) {
            tally.with(misdeed.label());
        }
        return tally;
    }
}
