package io.earshot.ai.provider.cartesia;

import java.util.Base64;

/** Messages in the vendor's shape. */
final class Wire {
    private Wire() {}

    static String chunk(String contextId, byte... audio) {
        return "{\"type\":\"chunk\",\"data\":\"" + Base64.getEncoder().encodeToString(audio)
                + "\",\"done\":false,\"status_code\":206,\"step_time\":12.5,\"context_id\":\"" + contextId + "\"}";
    }

    static String words(String contextId) {
        return "{\"type\":\"timestamps\",\"context_id\":\"" + contextId + "\",\"status_code\":206,\"done\":false,"
                + "\"word_timestamps\":{\"words\":[\"Good\",\"day.\"],\"start\":[0.0,0.25],\"end\":[0.2,0.6]}}";
    }

    static String flushDone(String contextId) {
        return "{\"type\":\"flush_done\",\"context_id\":\"" + contextId
                + "\",\"flush_id\":1,\"flush_done\":true,\"done\":false,\"status_code\":206}";
    }

    static String done(String contextId) {
        return "{\"type\":\"done\",\"context_id\":\"" + contextId + "\",\"done\":true,\"status_code\":200}";
    }

    static String error(String contextId, int status, String code) {
        return "{\"type\":\"error\",\"done\":true,\"status_code\":" + status + ",\"error_code\":\"" + code
                + "\",\"title\":\"Title\",\"message\":\"Words\",\"request_id\":\"r1\",\"context_id\":\"" + contextId
                + "\"}";
    }
}
