package io.earshot.media.sdp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SessionDescriptionTest {
    private static final String STREAM = "v=0\r\nc=IN IP4 203.0.113.9\r\nm=audio 6000 RTP/AVP 0\r\n";

    @Test
    void shouldWriteInTheOrderOfTheRfcWithCrLf() {
        String text = parsed(
                        "v=0\na=tool:x\nt=1 2\nc=IN IP4 203.0.113.9/127\ns=Talk\no=a 1 2 IN IP4 h\nm=audio 6/2 RTP/AVP 0")
                .toString();

        assertThat(text)
                .isEqualTo("v=0\r\no=a 1 2 IN IP4 h\r\ns=Talk\r\nc=IN IP4 203.0.113.9\r\nt=1 2\r\na=tool:x\r\n"
                        + "m=audio 6/2 RTP/AVP 0\r\n");
    }

    @Test
    void shouldKeepAttributesThatItDoesNotKnow() {
        MediaDescription stream =
                parsed(STREAM + "a=flag\r\na=x: with:colons \r\n").media().getFirst();

        assertThat(stream.has("flag")).isTrue();
        assertThat(stream.attribute("x")).isEqualTo(" with:colons ");
    }

    @Test
    void shouldRefuseMoreThanTheBoundOfBytes() {
        assertThat(reason(STREAM + "a=x\r\n".repeat(14_000))).isEqualTo("longer than 65536 bytes");
    }

    @Test
    void shouldRefuseMoreThanTheBoundOfLines() {
        assertThat(reason(STREAM + "\n".repeat(SdpReader.MAX_LINES))).isEqualTo("too many lines");
    }

    @Test
    void shouldRefuseMoreThanTheBoundOfAttributes() {
        assertThat(reason(STREAM + "a=x\n".repeat(SdpReader.MAX_ATTRIBUTES + 1)))
                .isEqualTo("too many attributes");
    }

    @Test
    void shouldRefuseMoreThanTheBoundOfStreams() {
        assertThat(reason("v=0\n" + "m=audio 0 RTP/AVP 0\n".repeat(SdpReader.MAX_MEDIA + 1)))
                .isEqualTo("too many streams");
    }

    @Test
    void shouldRefuseMoreThanTheBoundOfFormats() {
        assertThat(reason("v=0\nm=audio 0 RTP/AVP" + " 0".repeat(SdpReader.MAX_FORMATS + 1)))
                .isEqualTo("stream has too few or too many fields");
    }

    @Test
    void shouldRefuseControlCharactersThatCouldForgeALine() {
        assertThat(reason("v=0\r\ns=a\rb\r\n")).isEqualTo("control character within a line");
        assertThat(reason("v=0\r\ns=a\0b\r\n")).isEqualTo("control character within a line");
        assertThat(reason("v=0\r\nm=audio 0 RTP/AVP\t 0\r\n")).isEqualTo("control character within a stream line");
    }

    @Test
    void shouldRefuseAnEmptyBody() {
        assertThat(reason("")).isEqualTo("empty");
    }

    @Test
    void shouldNotLookUpAHostName() {
        assertThat(new Connection("IP4", "localhost").literal()).isNull();
        assertThat(new Connection("IP4", "127.1").literal()).isNull();
        assertThat(new Connection("IP6", "fe80::1%lo").literal()).isNull();
    }

    private static SessionDescription parsed(String text) {
        SdpParse parse = SessionDescription.parse(text.getBytes(UTF_8));
        assertThat(parse).isInstanceOf(SdpParse.Parsed.class);
        return ((SdpParse.Parsed) parse).description();
    }

    private static String reason(String text) {
        SdpParse parse = SessionDescription.parse(text.getBytes(UTF_8));
        assertThat(parse).isInstanceOf(SdpParse.Malformed.class);
        return ((SdpParse.Malformed) parse).reason();
    }
}
