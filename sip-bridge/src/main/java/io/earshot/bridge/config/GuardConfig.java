package io.earshot.bridge.config;

import io.earshot.sip.digest.DigestAlgorithm;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Who may call, how much, and whom the bridge may call. Immutable.
 *
 * @param sources where INVITE and OPTIONS may come from: addresses, or networks such as 10.0.0.0/8
 * @param callers calling numbers; {@code *} stands for any text, an empty pattern for no number
 * @param numbers called numbers, likewise
 * @param trunks named sources; the first whose addresses hold a source is its trunk
 * @param unknown what becomes of calls from sources of no trunk
 * @param others bounds of the calls from all sources of no trunk together
 * @param digest what passwords may be proved with, best first
 * @param bans sources that are not listened to for a while
 * @param dial where the bridge may send calls
 */
public record GuardConfig(
        AccessList sources,
        AccessList callers,
        AccessList numbers,
        List<TrunkConfig> trunks,
        Unknown unknown,
        CapsConfig others,
        List<DigestAlgorithm> digest,
        BanConfig bans,
        DialConfig dial) {
    private static final int MOST_TRUNKS = 500;

    /** What becomes of calls from sources of no trunk. */
    public enum Unknown {
        /** They are taken like others. */
        ACCEPT,
        /** They get 403. */
        REFUSE,
        /** They get no answer. */
        SILENT
    }

    public GuardConfig {
        trunks = List.copyOf(trunks);
        digest = List.copyOf(digest);
        sources.allow().forEach(AddressRange::parse);
        sources.deny().forEach(AddressRange::parse);
        Set<String> names = new HashSet<>();
        for (TrunkConfig trunk : trunks) {
            if (!trunk.missing().isEmpty()) {
                throw new IllegalArgumentException(trunk.missing());
            }
            if (!names.add(trunk.name())) {
                throw new IllegalArgumentException("two trunks are named " + trunk.name());
            }
        }
        if (trunks.size() > MOST_TRUNKS) {
            throw new IllegalArgumentException("at most " + MOST_TRUNKS + " trunks");
        }
        if (digest.isEmpty()) {
            throw new IllegalArgumentException("digest must name sha_256, md5 or both");
        }
    }

    /** Everybody may call everything without bounds; nuisances are banned; expensive destinations are not called. */
    public static GuardConfig defaults() {
        return new GuardConfig(
                AccessList.everybody(),
                AccessList.everybody(),
                AccessList.everybody(),
                List.of(),
                Unknown.ACCEPT,
                CapsConfig.none(),
                List.of(DigestAlgorithm.SHA_256, DigestAlgorithm.MD5),
                BanConfig.defaults(),
                DialConfig.defaults());
    }
}
