package io.earshot.ai.provider;

/**
 * Why a provider did not do what was asked, as a value: adapters never throw it. Immutable.
 *
 * @param provider name of the provider, as configured (a metric label)
 * @param kind class of the failure, which decides on retry and fallback
 * @param detail what the vendor said (status, reason, request id), without any secret; for logs
 * @param retryAfterMs milliseconds the vendor asked to wait, or -1 when it said nothing
 */
public record ProviderFailure(String provider, Kind kind, String detail, long retryAfterMs) {
    /** Classes of failure. */
    public enum Kind {
        /** No connection: DNS, refused, TLS. */
        UNREACHABLE(true),
        /** Nothing came within the stage's time limit. */
        TIMEOUT(true),
        /** The vendor's rate or concurrency limit (HTTP 429, 498). */
        RATE_LIMITED(true),
        /** The vendor's fault (HTTP 5xx, error events of that class). */
        SERVER_ERROR(true),
        /** The connection ended in the middle. */
        DISCONNECTED(true),
        /** What came could not be understood. */
        PROTOCOL(true),
        /** Bad key, no credit, no access (HTTP 401, 402, 403): trying again cannot help. */
        UNAUTHORIZED(false),
        /** The request itself was refused (HTTP 400, 404, 413, 422): trying again cannot help. */
        BAD_REQUEST(false);

        private final boolean retryable;

        Kind(boolean retryable) {
            this.retryable = retryable;
        }

        /** Whether the same request to the same provider may succeed later. */
        public boolean retryable() {
            return retryable;
        }

        /** The class of an HTTP status that is not a success, of a response or a refused WebSocket handshake. */
        public static Kind ofHttpStatus(int status) {
            return switch (status) {
                case 401, 402, 403 -> UNAUTHORIZED;
                case 408 -> TIMEOUT;
                case 429, 498 -> RATE_LIMITED;
                case 409, 424, 499 -> SERVER_ERROR;
                default -> status >= 500 ? SERVER_ERROR : status >= 400 ? BAD_REQUEST : PROTOCOL;
            };
        }
    }

    /** A failure for which the vendor named no waiting time. */
    public static ProviderFailure of(String provider, Kind kind, String detail) {
        return new ProviderFailure(provider, kind, detail, -1);
    }
}
