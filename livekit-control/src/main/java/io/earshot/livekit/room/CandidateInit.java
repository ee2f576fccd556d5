package io.earshot.livekit.room;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

/** Reads what browsers call an {@code RTCIceCandidateInit}: the JSON in which LiveKit sends a candidate. Stateless. */
final class CandidateInit {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST = 2_048;

    private CandidateInit() {}

    /** The candidate's line, or an empty string for the end of candidates and for what cannot be read. */
    static String candidate(String init) {
        if (init.length() > LONGEST) {
            return "";
        }
        try {
            return JSON.readTree(init).path("candidate").asText("");
        } catch (JsonProcessingException malformed) {
            return "";
        }
    }
}
