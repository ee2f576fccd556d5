package io.earshot.ai.provider.deepgram;

import io.earshot.ai.provider.ProviderFailure.Kind;

/**
 * What a close frame means. Codes differ between versions of the vendor's documents, so the reason's text decides:
 * DATA-0000 (audio not decodable as told) will not get better; NET-0000, NET-0001 and the rest may. Stateless.
 */
final class CloseReason {
    private CloseReason() {}

    static Kind kind(String reason) {
        return reason.contains("DATA-0000") ? Kind.BAD_REQUEST : Kind.DISCONNECTED;
    }
}
