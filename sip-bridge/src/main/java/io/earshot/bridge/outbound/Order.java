package io.earshot.bridge.outbound;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.earshot.sip.SipHeader;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A call that somebody wants placed: the body of {@code POST /v1/calls}. Immutable.
 *
 * @param to number or SIP user to call
 * @param trunk by which trunk; empty: the only one
 * @param from calling number, one of the trunk's; empty: its first
 * @param greeting what the agent says first; null: what is configured
 * @param headers further header fields of the INVITE
 * @param metadata what the caller wants to find again in the record
 * @param ring how long the phone rings at most; null: as the trunk says
 */
record Order(
        String to,
        String trunk,
        String from,
        @Nullable String greeting,
        List<SipHeader> headers,
        Map<String, String> metadata,
        @Nullable Duration ring) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> KEYS =
            Set.of("to", "trunk", "from", "greeting", "headers", "metadata", "ring_timeout");
    private static final Pattern TO = Pattern.compile("(?i)(?:tel:)?(\\+?[A-Za-z0-9*#._-]{1,64})");
    private static final Pattern HEADER = Pattern.compile(
            "(?i)(X-|P-)[A-Za-z0-9-]{1,60}|Privacy|Diversion|User-to-User|Subject|Alert-Info|Reply-To|Priority");
    private static final int MOST_ENTRIES = 20;
    private static final int LONGEST_VALUE = 512;
    private static final int LONGEST_GREETING = 2_000;

    /** Something in the body is wrong; the message says what, for the one who sent it. */
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        Malformed(String message) {
            super(message, null, false, false);
        }
    }

    Order {
        headers = List.copyOf(headers);
        metadata = Map.copyOf(metadata);
    }

    /**
     * The order in a JSON body.
     *
     * @throws Malformed when it is none
     */
    static Order parse(byte[] body) throws Malformed {
        JsonNode json = tree(body);
        var to = TO.matcher(text(json, "to", 128));
        if (!to.matches()) {
            throw new Malformed("to must be a number such as +15550100, or a SIP user");
        }
        String greeting = json.has("greeting") ? text(json, "greeting", LONGEST_GREETING) : null;
        return new Order(
                to.group(1),
                text(json, "trunk", 63),
                text(json, "from", 64),
                greeting,
                headers(entries(json, "headers")),
                entries(json, "metadata"),
                ring(json.path("ring_timeout")));
    }

    private static JsonNode tree(byte[] body) throws Malformed {
        JsonNode json;
        try {
            json = JSON.readTree(body);
        } catch (IOException e) {
            throw new Malformed("the body is no JSON");
        }
        if (json == null || !json.isObject()) {
            throw new Malformed("the body must be a JSON object such as {\"to\": \"+15550100\"}");
        }
        for (var field : json.properties()) {
            if (!KEYS.contains(field.getKey())) {
                throw new Malformed(
                        "unknown key; there are to, trunk, from, greeting, headers, metadata, ring_timeout");
            }
        }
        return json;
    }

    private static String text(JsonNode json, String key, int longest) throws Malformed {
        JsonNode value = json.path(key);
        if (value.isMissingNode()) {
            return "";
        }
        if (!value.isTextual() || value.asText().length() > longest) {
            throw new Malformed(key + " must be a text of at most " + longest + " characters");
        }
        return value.asText();
    }

    private static Map<String, String> entries(JsonNode json, String key) throws Malformed {
        JsonNode object = json.path(key);
        if (object.isMissingNode()) {
            return Map.of();
        }
        Map<String, String> entries = new LinkedHashMap<>();
        for (var field : object.properties()) {
            if (!field.getValue().isTextual() || field.getValue().asText().length() > LONGEST_VALUE) {
                throw new Malformed(key + " must hold texts of at most " + LONGEST_VALUE + " characters");
            }
            entries.put(field.getKey(), field.getValue().asText());
        }
        if (!object.isObject() || entries.size() > MOST_ENTRIES) {
            throw new Malformed(key + " must be an object of at most " + MOST_ENTRIES + " texts");
        }
        return entries;
    }

    private static List<SipHeader> headers(Map<String, String> entries) throws Malformed {
        List<SipHeader> headers = new ArrayList<>();
        for (Map.Entry<String, String> entry : entries.entrySet()) {
            if (!HEADER.matcher(entry.getKey()).matches()) {
                throw new Malformed("headers may be X-…, P-…, Privacy, Diversion, User-to-User, Subject, Alert-Info,"
                        + " Reply-To and Priority");
            }
            try {
                headers.add(new SipHeader(entry.getKey(), entry.getValue()));
            } catch (IllegalArgumentException e) {
                throw new Malformed("headers must be of one line each");
            }
        }
        return headers;
    }

    private static @Nullable Duration ring(JsonNode seconds) throws Malformed {
        if (seconds.isMissingNode()) {
            return null;
        }
        if (!seconds.isNumber() || seconds.asDouble() < 1 || seconds.asDouble() > 300) {
            throw new Malformed("ring_timeout must be 1 to 300, seconds");
        }
        return Duration.ofMillis(Math.round(seconds.asDouble() * 1_000));
    }
}
