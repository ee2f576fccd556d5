package io.earshot.media.sdp;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes a description in the line order of RFC 8866, section 9. */
final class SdpWriter {
    private final StringBuilder out = new StringBuilder(512);

    private SdpWriter() {}

    static String write(SessionDescription description) {
        SdpWriter writer = new SdpWriter();
        writer.session(description);
        description.media().forEach(writer::media);
        return writer.out.toString();
    }

    private void session(SessionDescription description) {
        Origin origin = description.origin();
        line('v', "0");
        line(
                'o',
                String.join(
                        " ",
                        origin.username(),
                        origin.sessionId(),
                        origin.version(),
                        origin.address().toString()));
        line('s', description.sessionName());
        connection(description.connection());
        line('t', description.timing());
        attributes(description.attributes());
    }

    private void media(MediaDescription media) {
        String port = media.portCount() == 1 ? "" + media.port() : media.port() + "/" + media.portCount();
        line('m', media.type() + " " + port + " " + media.protocol() + " " + String.join(" ", media.formats()));
        connection(media.connection());
        attributes(media.attributes());
    }

    private void connection(@Nullable Connection connection) {
        if (connection != null) {
            line('c', connection.toString());
        }
    }

    private void attributes(List<Attribute> attributes) {
        for (Attribute attribute : attributes) {
            line('a', attribute.value() == null ? attribute.name() : attribute.name() + ":" + attribute.value());
        }
    }

    private void line(char type, String value) {
        out.append(type).append('=').append(value).append("\r\n");
    }
}
