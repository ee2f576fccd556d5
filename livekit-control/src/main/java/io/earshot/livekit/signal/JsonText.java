package io.earshot.livekit.signal;

import com.fasterxml.jackson.databind.node.TextNode;

/** Writes text as JSON. Stateless. */
final class JsonText {
    private JsonText() {}

    static String quoted(String text) {
        return TextNode.valueOf(text).toString();
    }
}
