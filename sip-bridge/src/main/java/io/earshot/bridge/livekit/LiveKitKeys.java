package io.earshot.bridge.livekit;

import io.earshot.bridge.config.LiveKitConfig;
import io.earshot.bridge.config.Secret;
import io.earshot.livekit.token.ApiKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The keys shared with a LiveKit server. While keys are changed, webhooks signed with a key that was ours a moment ago are still believed:
 * server and bridge never change at the same instant. Immutable.
 *
 * @param config what they were made of
 * @param signing signs our tokens
 * @param older further keys whose webhooks are believed
 * @param former the key that was replaced, while it is still believed
 */
record LiveKitKeys(
        LiveKitConfig config,
        ApiKey signing,
        List<ApiKey> older,
        @Nullable Former former) {
    /** How long a replaced key is believed. */
    static final Duration OVERLAP = Duration.ofMinutes(10);

    /** A key that was replaced. */
    record Former(ApiKey key, Instant until) {}

    /**
     * The keys of a configuration.
     *
     * @param before the keys until now, or null
     * @throws IllegalArgumentException when one cannot be used; the message holds no secret
     */
    static LiveKitKeys of(LiveKitConfig config, @Nullable LiveKitKeys before, Instant now) {
        List<ApiKey> older = config.olderKeys().stream().map(LiveKitKeys::key).toList();
        if (before != null && same(config, before.config)) {
            return new LiveKitKeys(config, before.signing, older, before.former);
        }
        ApiKey signing = ApiKey.of(config.apiKey(), config.apiSecret().reveal());
        return new LiveKitKeys(
                config, signing, older, before == null ? null : new Former(before.signing, now.plus(OVERLAP)));
    }

    /** Every key whose webhooks are believed now, ours first. */
    List<ApiKey> trusted(Instant now) {
        List<ApiKey> all = new ArrayList<>(older.size() + 2);
        all.add(signing);
        all.addAll(older);
        if (former != null && now.isBefore(former.until())) {
            all.add(former.key());
        }
        return all;
    }

    private static boolean same(LiveKitConfig one, LiveKitConfig other) {
        return one.apiKey().equals(other.apiKey()) && one.apiSecret().equals(other.apiSecret());
    }

    private static ApiKey key(Secret pair) {
        String text = pair.reveal();
        int colon = text.indexOf(':');
        return ApiKey.of(text.substring(0, colon), text.substring(colon + 1));
    }
}
