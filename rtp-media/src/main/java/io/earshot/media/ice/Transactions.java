package io.earshot.media.ice;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Requests under way; of too many the oldest is forgotten. Confined to its agent. */
final class Transactions {
    private static final int MOST = 256;

    /**
     * A request that was sent.
     *
     * @param useCandidate it nominated
     * @param consent it only asked whether the peer still wants to hear us
     */
    record Request(CandidatePair pair, boolean controlling, boolean useCandidate, boolean consent) {}

    private final Map<TransactionId, Request> requests = new LinkedHashMap<>();

    void put(TransactionId transaction, Request request) {
        requests.put(transaction, request);
        if (requests.size() > MOST) {
            requests.remove(requests.keySet().iterator().next());
        }
    }

    @Nullable
    Request find(TransactionId transaction) {
        return requests.get(transaction);
    }

    void remove(@Nullable TransactionId transaction) {
        if (transaction != null) {
            requests.remove(transaction);
        }
    }
}
