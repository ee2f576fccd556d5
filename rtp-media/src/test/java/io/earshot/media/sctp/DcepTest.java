package io.earshot.media.sctp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Opening and confirming channels, as the messages stand on the wire. */
class DcepTest {
    @Test
    void shouldWriteTheWireFormOfRfc8832() {
        byte[] open = Dcep.open("_lossy", "", new Delivery(false, 0, -1));
        assertThat(HexFormat.of().formatHex(open)).isEqualTo("03810100" + "00000000" + "00060000" + "5f6c6f737379");
    }

    @ParameterizedTest
    @MethodSource("deliveries")
    void shouldReadWhatItWrites(Delivery delivery) {
        Dcep.Open open = Dcep.readOpen(Unpooled.wrappedBuffer(Dcep.open("grün", "sub", delivery)));
        assertThat(open).isEqualTo(new Dcep.Open("grün", "sub", delivery));
    }

    static Delivery[] deliveries() {
        return new Delivery[] {
            Delivery.RELIABLE,
            new Delivery(false, -1, -1),
            new Delivery(true, 3, -1),
            new Delivery(false, 0, -1),
            new Delivery(true, -1, 500),
            new Delivery(false, -1, 1)
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"02", "02000000"})
    void shouldTakeTheAcknowledgementOfTheRfcAndOfPion(String hex) {
        assertThat(Dcep.isAck(octets(hex))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "03", "0200000000"})
    void shouldTakeNothingElseForAnAcknowledgement(String hex) {
        assertThat(Dcep.isAck(octets(hex))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "030001000000000000010000", // the label is missing
                "03000100000000000000000061", // one octet too many
                "037f0100000000000000" + "0000", // no such type of channel
                "0300010000000000000000" // too short
            })
    void shouldRefuseMalformedOpens(String hex) {
        assertThat(Dcep.readOpen(octets(hex))).isNull();
    }

    private static ByteBuf octets(String hex) {
        return Unpooled.wrappedBuffer(HexFormat.of().parseHex(hex));
    }
}
