package io.earshot.bridge.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What others in the room may ask of a caller's participant by RPC: livekit-sip's own {@code lk.sip.EndCall} and
 * {@code lk.sip.GetRemoteHeaders}, and {@value #TRANSFER}, which stands for LiveKit's TransferSIPParticipant: that one goes from
 * the server to livekit-sip over their message bus and never reaches us. Payloads are JSON. Confined to the call's loop.
 */
final class RoomMethods {
    static final String END_CALL = "lk.sip.EndCall";
    static final String REMOTE_HEADERS = "lk.sip.GetRemoteHeaders";
    static final String TRANSFER = "earshot.sip.Transfer";

    private static final int APPLICATION_ERROR = 1_500;
    private static final int MOST_HEADERS = 20;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern TARGET = Pattern.compile("(?i)(sips?|tel):[^\\s<>\"]{1,250}");
    /** Header fields that say nothing about the caller. */
    private static final Set<String> DULL = Set.of(
            "route",
            "record-route",
            "via",
            "supported",
            "accept",
            "allow",
            "allow-events",
            "content-type",
            "content-length",
            "content-encoding",
            "content-disposition",
            "cseq",
            "event",
            "expires",
            "session-expires",
            "min-se",
            "max-forwards",
            "authorization",
            "proxy-authorization");

    private final Asked call;
    private @Nullable Reply transfer;

    /** Takes the answer to one request, once. */
    interface Reply {
        void result(String json);

        void error(int code, String message);
    }

    /** The call that is asked. */
    interface Asked {
        /** Ends it, with these further header fields in the BYE. */
        void endCall(Map<String, String> headers, String by);

        /** Begins a transfer; false when that cannot be done now. */
        boolean transfer(String uri);

        /** The INVITE's header fields by full name in lower case. */
        Iterable<Map.Entry<String, String>> remoteHeaders();

        /** Whether that participant joined as an agent, by a token of the server's. */
        boolean isAgent(String identity);
    }

    RoomMethods(Asked call) {
        this.call = call;
    }

    /** Somebody called a method. */
    void onCall(String method, String caller, String payload, Reply reply) {
        JsonNode request = read(payload);
        if (request == null) {
            reply.error(APPLICATION_ERROR, "the payload is no JSON object");
            return;
        }
        switch (method) {
            case END_CALL -> {
                reply.result("{}");
                call.endCall(headers(request.path("headers")), caller);
            }
            case REMOTE_HEADERS -> reply.result(remoteHeaders(request));
            case TRANSFER -> transfer(caller, request, reply);
            default -> reply.error(APPLICATION_ERROR, "unknown method");
        }
    }

    /** The transfer was refused by the caller's phone. */
    void transferFailed(String reason) {
        answerTransfer(false, reason);
    }

    /** The call is over, transferred or not. */
    void over(boolean transferred) {
        answerTransfer(transferred, "the call ended before");
    }

    /** Only agents: anybody else in the room would call abroad at our cost. */
    private void transfer(String caller, JsonNode request, Reply reply) {
        String to =
                request.path("transferTo").asText(request.path("transfer_to").asText());
        if (!call.isAgent(caller)) {
            reply.error(APPLICATION_ERROR, "only participants of kind agent may transfer the caller");
        } else if (!TARGET.matcher(to).matches()) {
            reply.error(APPLICATION_ERROR, "transferTo must be a sip: or tel: URI");
        } else if (transfer != null) {
            reply.error(APPLICATION_ERROR, "a transfer is under way");
        } else {
            transfer = reply;
            if (!call.transfer(to)) {
                answerTransfer(false, "the call cannot be transferred now");
            }
        }
    }

    private void answerTransfer(boolean done, String otherwise) {
        Reply waiting = transfer;
        transfer = null;
        if (waiting == null) {
            return;
        }
        if (done) {
            waiting.result("{}");
        } else {
            waiting.error(APPLICATION_ERROR, otherwise);
        }
    }

    private String remoteHeaders(JsonNode request) {
        Set<String> only = words(request.path("include"));
        Set<String> skip = words(request.path("exclude"));
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ObjectNode headers = answer.putObject("headers");
        for (Map.Entry<String, String> header : call.remoteHeaders()) {
            String name = header.getKey();
            boolean wanted = !DULL.contains(name) && !skip.contains(name) && (only.isEmpty() || only.contains(name));
            if (wanted && !headers.has(name)) {
                headers.put(name, CallerHeaders.text(header.getValue()));
            }
        }
        return answer.toString();
    }

    private static Map<String, String> headers(JsonNode given) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> each : given.properties()) {
            if (headers.size() < MOST_HEADERS) {
                headers.put(each.getKey(), each.getValue().asText());
            }
        }
        return headers;
    }

    private static Set<String> words(JsonNode list) {
        Set<String> words = new LinkedHashSet<>();
        list.forEach(word -> words.add(word.asText().toLowerCase(Locale.ROOT)));
        return words;
    }

    private static @Nullable JsonNode read(String payload) {
        try {
            JsonNode request = JSON.readTree(payload.isBlank() ? "{}" : payload);
            return request.isObject() ? request : null;
        } catch (IOException malformed) {
            return null;
        }
    }
}
