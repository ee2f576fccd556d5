package io.earshot.livekit.api;

import java.util.Optional;

/** Creates something once, although the answer of the first attempt may be lost. */
final class Creation {
    private Creation() {}

    /**
     * Calls {@code create}; when it may have been carried out unseen, returns what {@code existing} finds, and asks once more only when
     * that finds nothing.
     */
    static <T> T of(ApiCall<T> create, ApiCall<Optional<T>> existing) throws ApiException {
        try {
            return create.make();
        } catch (ApiException lost) {
            if (!lost.perhapsDone()) {
                throw lost;
            }
            Optional<T> found = look(existing, lost);
            return found.isPresent() ? found.get() : create.make();
        }
    }

    private static <T> Optional<T> look(ApiCall<Optional<T>> existing, ApiException lost) throws ApiException {
        try {
            return existing.make();
        } catch (ApiException e) {
            lost.addSuppressed(e);
            throw lost;
        }
    }
}
