package io.earshot.sip.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.sip.wire.StreamFramer.Frame;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StreamFramerTest {

    private final StreamFramer framer = new StreamFramer(2000);

    private List<Frame> feed(String text) {
        byte[] bytes = text.getBytes(ISO_8859_1);
        framer.feed(bytes, 0, bytes.length);
        List<Frame> frames = new ArrayList<>();
        for (Frame frame = framer.poll(); frame != null; frame = framer.poll()) {
            frames.add(frame);
        }
        return frames;
    }

    private static String message(String body) {
        return "OPTIONS sip:a SIP/2.0\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    @Test
    void shouldFindSameMessagesHoweverStreamIsTorn() {
        String stream = message("one") + "\r\n" + message("") + message("three\r\n\r\nlines");
        Random random = new Random(7);
        for (int run = 0; run < 200; run++) {
            StringBuilder found = new StringBuilder();
            for (int from = 0; from < stream.length(); ) {
                int to = Math.min(stream.length(), from + 1 + random.nextInt(20));
                for (Frame frame : feed(stream.substring(from, to))) {
                    found.append(new String(((Frame.Message) frame).bytes(), ISO_8859_1));
                }
                from = to;
            }
            assertThat(found.toString()).isEqualTo(stream.replace("one\r\n", "one"));
            assertThat(framer.partial()).isFalse();
        }
    }

    @Test
    void shouldTakeCompactAndFoldedContentLength() {
        assertThat(feed("OPTIONS sip:a SIP/2.0\r\nl :\r\n 2\r\n\r\nab")).hasSize(1);
    }

    @Test
    void shouldSeePingOnlyBetweenMessages() {
        assertThat(feed("\r\n\r\n")).containsExactly(new Frame.Ping());
        assertThat(feed("\r\n")).isEmpty();
        assertThat(feed("\r\n")).containsExactly(new Frame.Ping());
    }

    @Test
    void shouldGiveUpOnStreamWithoutLength() {
        List<Frame> frames = feed("OPTIONS sip:a SIP/2.0\r\n\r\n");
        assertThat(frames)
                .singleElement()
                .isInstanceOfSatisfying(
                        Frame.Fault.class,
                        fault -> assertThat(fault.refusal().status()).isEqualTo(400));
    }

    @Test
    void shouldNeverHoldMoreThanOneMessageOfGreatestSize() {
        assertThat(feed("x".repeat(1999))).isEmpty();
        assertThat(feed("xx")).singleElement().isInstanceOf(Frame.Fault.class);
        assertThat(framer.partial()).isFalse();
        assertThat(feed("OPTIONS sip:a SIP/2.0\r\nContent-Length: 1999\r\n\r\n"))
                .singleElement()
                .isInstanceOf(Frame.Fault.class);
    }
}
