package io.earshot.livekit.api;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.MessageLite;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/** The secrets in a request: a server, or a proxy before it, may say the request back in its error, which is shown and logged. Immutable. */
final class SentSecrets {
    private static final Pattern NAME = Pattern.compile("pin|.*password.*|.*secret.*|.*token.*");

    private final List<String> secrets;

    private SentSecrets(List<String> secrets) {
        this.secrets = List.copyOf(secrets);
    }

    /** PINs, passwords and the like at any depth of a request. */
    static SentSecrets of(MessageLite request) {
        List<String> found = new ArrayList<>();
        collect(request, found);
        found.sort(Comparator.comparingInt(String::length).reversed());
        return new SentSecrets(found);
    }

    private static void collect(Object value, List<String> found) {
        switch (value) {
            case Message message -> message.getAllFields().forEach((field, inner) -> collect(field, inner, found));
            case List<?> items -> items.forEach(item -> collect(item, found));
            default -> {}
        }
    }

    private static void collect(FieldDescriptor field, Object value, List<String> found) {
        if (value instanceof String text && NAME.matcher(field.getName()).matches() && !text.isEmpty()) {
            found.add(text);
        } else {
            collect(value, found);
        }
    }

    /** A server's words without them. */
    String hiddenIn(String words) {
        String hidden = words;
        for (String secret : secrets) {
            hidden = hidden.replace(secret, "[secret hidden]");
        }
        return hidden;
    }
}
