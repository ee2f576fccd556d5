package io.earshot.tools.records;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Set;

/**
 * Ratios over many calls in the words of RFC 6076, as a server sees them: session establishment ratio (4.6), session establishment
 * effectiveness ratio (4.7), ineffective session attempts (4.8) and session completion ratio (4.9). Confined to one thread.
 */
final class Ratios {
    /** The callee's own choice: the network did its part. */
    private static final Set<Integer> EFFECTIVE = Set.of(480, 486, 600, 603);

    private static final Set<Integer> INEFFECTIVE = Set.of(408, 500, 503, 504);
    private static final Set<String> CUT_SHORT =
            Set.of("failed", "media_timeout", "never_acknowledged", "providers_failed", "interrupted");

    private int calls;
    private int answered;
    private int effective;
    private int ineffective;
    private int completed;

    void add(JsonNode record) {
        int status = record.path("end").path("sipStatus").asInt();
        boolean taken = record.has("answeredMs");
        calls++;
        answered += taken ? 1 : 0;
        effective += taken || EFFECTIVE.contains(status) ? 1 : 0;
        ineffective += !taken && (status == 0 || INEFFECTIVE.contains(status)) ? 1 : 0;
        completed +=
                taken && !CUT_SHORT.contains(record.path("end").path("reason").asText()) ? 1 : 0;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%d calls  SER %s  SEER %s  ISA %s  SCR %s",
                calls,
                share(answered),
                share(effective),
                share(ineffective),
                share(completed));
    }

    private String share(int part) {
        return calls == 0 ? "-" : String.format(Locale.ROOT, "%.1f %%", 100.0 * part / calls);
    }
}
