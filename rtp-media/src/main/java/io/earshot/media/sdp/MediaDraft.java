package io.earshot.media.sdp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The {@code m=} section being read. Confined to one {@link SdpReader}. */
final class MediaDraft {
    private final String type;
    private final int port;
    private final int portCount;
    private final String protocol;
    private final List<String> formats;
    final List<Attribute> attributes = new ArrayList<>();

    @Nullable
    Connection connection;

    private MediaDraft(String type, int port, int portCount, String protocol, List<String> formats) {
        this.type = type;
        this.port = port;
        this.portCount = portCount;
        this.protocol = protocol;
        this.formats = formats;
    }

    /** Starts a section from the words of its {@code m=} line, or null when the port is not one. */
    static @Nullable MediaDraft of(String[] words) {
        int slash = words[1].indexOf('/');
        String port = slash < 0 ? words[1] : words[1].substring(0, slash);
        String count = slash < 0 ? "1" : words[1].substring(slash + 1);
        if (!SdpReader.isNumber(port, 5) || !SdpReader.isNumber(count, 5) || Integer.parseInt(port) > 65_535) {
            return null;
        }
        List<String> formats = Arrays.asList(words).subList(3, words.length);
        return new MediaDraft(words[0], Integer.parseInt(port), Integer.parseInt(count), words[2], formats);
    }

    MediaDescription toMedia() {
        return new MediaDescription(type, port, portCount, protocol, formats, connection, attributes);
    }
}
