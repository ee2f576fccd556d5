package io.earshot.media.ice;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the vectors of RFC 5769, section 2. */
class StunTest {
    private static final String PASSWORD = "VOkJxbRl1RmTxUk/WvJxBt";
    private static final String COOKIE_AND_ID = "2112a442 b7e7a701bc34d686fa87dfae";

    private static final String REQUEST = "00010058" + COOKIE_AND_ID
            + "80220010 5354554e207465737420636c69656e74"
            + "00240004 6e0001ff"
            + "80290008 932ff9b151263b36"
            + "00060009 6576746a3a68367659202020"
            + "00080014 9aeaa70cbfd8cb56781ef2b5b2d3f249c1b571a2"
            + "80280004 e57a3bcf";

    private static final String IPV4_RESPONSE = "0101003c" + COOKIE_AND_ID
            + "8022000b 7465737420766563746f7220"
            + "00200008 0001a147e112a643"
            + "00080014 2b91f599fd9e90c38c7489f92af9ba53f06be7d7"
            + "80280004 c07d4c96";

    private static final String IPV6_RESPONSE = "01010048" + COOKIE_AND_ID
            + "8022000b 7465737420766563746f7220"
            + "00200014 0002a1470113a9faa5d3f179bc25f4b5bed2b9d9"
            + "00080014 a382954e4be67bf11784c97c8292c275bfe3ed41"
            + "80280004 c8fb0b4c";

    private final StunReader reader = new StunReader();
    private final StunIntegrity key = StunIntegrity.shortTerm(PASSWORD);

    private static ByteBuf bytes(String hex) {
        return Unpooled.wrappedBuffer(HexFormat.of().parseHex(hex.replace(" ", "")));
    }

    private static ByteBuf written(StunWriter writer) {
        return Unpooled.copiedBuffer(writer.octets(), 0, writer.length());
    }

    @Test
    void shouldReadTheSampleRequest() {
        assertThat(reader.wrap(bytes(REQUEST))).isEqualTo(StunStatus.OK);

        assertThat(reader.kind()).isEqualTo(Stun.Kind.REQUEST);
        assertThat(reader.method()).isEqualTo(Stun.BINDING);
        assertThat(reader.transaction()).isEqualTo(new TransactionId(0xb7e7a701bc34d686L, 0xfa87dfae));
        assertThat(reader.username()).isEqualTo("evtj:h6vY");
        assertThat(reader.priority()).isEqualTo(0x6e0001ffL);
        assertThat(reader.isControlled()).isTrue();
        assertThat(reader.tieBreaker()).isEqualTo(0x932ff9b151263b36L);
        assertThat(reader.useCandidate()).isFalse();
        assertThat(reader.unknownAttributes()).isEmpty();
        assertThat(reader.verify(key)).isTrue();
    }

    @Test
    void shouldReadTheSampleIpv4Response() {
        assertThat(reader.wrap(bytes(IPV4_RESPONSE))).isEqualTo(StunStatus.OK);

        assertThat(reader.kind()).isEqualTo(Stun.Kind.SUCCESS);
        assertThat(reader.mappedAddress()).isEqualTo(new InetSocketAddress("192.0.2.1", 32_853));
        assertThat(reader.verify(key)).isTrue();
    }

    @Test
    void shouldReadTheSampleIpv6Response() {
        assertThat(reader.wrap(bytes(IPV6_RESPONSE))).isEqualTo(StunStatus.OK);

        assertThat(reader.mappedAddress())
                .isEqualTo(new InetSocketAddress("2001:db8:1234:5678:11:2233:4455:6677", 32_853));
        assertThat(reader.verify(key)).isTrue();
    }

    @Test
    void shouldRefuseAnotherPassword() {
        reader.wrap(bytes(REQUEST));

        assertThat(reader.verify(StunIntegrity.shortTerm(PASSWORD + "x"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 9, 21, 42, 47, 63, 99, 107})
    void shouldNoticeWhenASingleOctetChanges(int at) {
        ByteBuf request = bytes(REQUEST);
        request.setByte(at, request.getByte(at) ^ 1);

        StunStatus status = reader.wrap(request);

        assertThat(status).isNotEqualTo(StunStatus.OK);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 19, 20, 24, 43, 104, 107})
    void shouldRefuseATruncatedMessage(int length) {
        assertThat(reader.wrap(bytes(REQUEST).slice(0, length))).isNotEqualTo(StunStatus.OK);
    }

    @Test
    void shouldReadBackWhatItWrites() {
        TransactionId id = TransactionId.random(new Random(1));
        StunWriter writer = new StunWriter()
                .begin(Stun.Kind.REQUEST, Stun.BINDING, id)
                .username("them:us")
                .priority(0xFFFF_FFFFL)
                .role(true, -2)
                .useCandidate()
                .integrity(key)
                .fingerprint();

        assertThat(reader.wrap(written(writer))).isEqualTo(StunStatus.OK);

        assertThat(reader.transaction()).isEqualTo(id);
        assertThat(reader.username()).isEqualTo("them:us");
        assertThat(reader.priority()).isEqualTo(0xFFFF_FFFFL);
        assertThat(reader.isControlling()).isTrue();
        assertThat(reader.tieBreaker()).isEqualTo(-2);
        assertThat(reader.useCandidate()).isTrue();
        assertThat(reader.verify(key)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.1", "2001:db8::1"})
    void shouldReadBackTheAddressItWrites(String host) {
        InetSocketAddress address = new InetSocketAddress(host, 65_535);
        StunWriter writer = new StunWriter()
                .begin(Stun.Kind.SUCCESS, Stun.BINDING, TransactionId.random(new Random(2)))
                .xorMappedAddress(address);

        reader.wrap(written(writer));

        assertThat(reader.mappedAddress()).isEqualTo(address);
    }

    @Test
    void shouldReadBackErrors() {
        StunWriter writer = new StunWriter()
                .begin(Stun.Kind.ERROR, Stun.BINDING, TransactionId.random(new Random(3)))
                .error(Stun.ROLE_CONFLICT, "Role Conflict")
                .unknownAttributes(new int[] {0x7FFF})
                .fingerprint();

        assertThat(reader.wrap(written(writer))).isEqualTo(StunStatus.OK);

        assertThat(reader.errorCode()).isEqualTo(487);
    }

    @Test
    void shouldNameAttributesItMustUnderstandAndDoesNot() {
        ByteBuf message = bytes("00010008" + COOKIE_AND_ID + "7fff0000 80ff0000");

        assertThat(reader.wrap(message)).isEqualTo(StunStatus.OK);

        assertThat(reader.unknownAttributes()).containsExactly(0x7FFF);
    }

    @Test
    void shouldIgnoreWhatFollowsTheIntegrity() {
        StunWriter writer = new StunWriter()
                .begin(Stun.Kind.REQUEST, Stun.BINDING, TransactionId.random(new Random(4)))
                .integrity(key)
                .useCandidate();

        reader.wrap(written(writer));

        assertThat(reader.useCandidate()).isFalse();
    }

    @FuzzTest
    void shouldStayWithinAnyDatagram(byte[] datagram) {
        if (reader.wrap(Unpooled.wrappedBuffer(datagram)) == StunStatus.OK) {
            reader.kind();
            reader.transaction();
            reader.username();
            reader.priority();
            reader.tieBreaker();
            reader.errorCode();
            reader.mappedAddress();
            reader.unknownAttributes();
            reader.verify(key);
        }
    }
}
