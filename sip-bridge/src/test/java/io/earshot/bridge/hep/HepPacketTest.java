package io.earshot.bridge.hep;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.earshot.bridge.records.CallRecord;
import io.earshot.bridge.records.Records;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HepPacketTest {
    private static final HepPacket.Agent AGENT = new HepPacket.Agent(2001, "n1", "canary");

    private static InetSocketAddress at(String address, int port) throws Exception {
        return new InetSocketAddress(InetAddress.getByName(address), port);
    }

    @Test
    void shouldWriteChunksAsTheProtocolHasThem() throws Exception {
        byte[] payload = "OPTIONS sip:a SIP/2.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        byte[] packet = new HepPacket(
                        HepPacket.Type.SIP,
                        false,
                        at("192.0.2.1", 5060),
                        at("198.51.100.2", 5062),
                        1_700_000_000_123_456L,
                        "id@x",
                        payload)
                .encode(AGENT);

        HepReader read = HepReader.of(packet);
        assertThat(read.number(1)).isEqualTo(2);
        assertThat(read.number(2)).isEqualTo(17);
        assertThat(HexFormat.of().formatHex(read.chunk(3))).isEqualTo("c0000201");
        assertThat(HexFormat.of().formatHex(read.chunk(4))).isEqualTo("c6336402");
        assertThat(read.number(7)).isEqualTo(5060);
        assertThat(read.number(8)).isEqualTo(5062);
        assertThat(read.number(9)).isEqualTo(1_700_000_000);
        assertThat(read.number(10)).isEqualTo(123_456);
        assertThat(read.number(11)).isEqualTo(1);
        assertThat(read.number(12)).isEqualTo(2001);
        assertThat(read.text(0x0e)).isEqualTo("canary");
        assertThat(read.text(0x11)).isEqualTo("id@x");
        assertThat(read.text(0x13)).isEqualTo("n1");
        assertThat(read.chunk(0x0f)).isEqualTo(payload);
        assertThat(AGENT.toString()).doesNotContain("canary");
    }

    @Test
    void shouldWriteIpv6Addresses() throws Exception {
        byte[] packet = new HepPacket(
                        HepPacket.Type.LOG, true, at("2001:db8::1", 1), at("192.0.2.1", 2), 0, "", new byte[] {'x'})
                .encode(AGENT);
        HepReader read = HepReader.of(packet);
        assertThat(read.number(1)).isEqualTo(10);
        assertThat(read.number(2)).isEqualTo(6);
        assertThat(HexFormat.of().formatHex(read.chunk(5))).isEqualTo("20010db8000000000000000000000001");
        assertThat(HexFormat.of().formatHex(read.chunk(6))).isEqualTo("00000000000000000000ffffc0000201");
    }

    @Test
    void shouldRefuseWhatDoesNotFitTheLength() throws Exception {
        assertThat(new HepPacket(HepPacket.Type.SIP, true, at("::1", 1), at("::1", 2), 0, "", new byte[65_500])
                        .encode(AGENT))
                .isNull();
    }

    @Test
    void shouldTellASenderReportAsJson() throws Exception {
        byte[] report = HexFormat.of()
                .parseHex("81c8000c" + "11223344" + "e8f7c50080000000" + "00010203" + "00000064" + "00003e80"
                        + "55667788" + "80000005" + "0001abcd" + "00000020" + "c5008000" + "00010000");
        JsonNode json = new ObjectMapper().readTree(RtcpJson.of(report));
        assertThat(json.path("type").asInt()).isEqualTo(200);
        assertThat(json.path("ssrc").asLong()).isEqualTo(0x11223344L);
        assertThat(json.at("/sender_information/packets").asLong()).isEqualTo(100);
        assertThat(json.at("/sender_information/octets").asLong()).isEqualTo(16_000);
        assertThat(json.at("/sender_information/ntp_timestamp_usec").asLong()).isEqualTo(500_000);
        assertThat(json.at("/report_blocks/0/source_ssrc").asLong()).isEqualTo(0x55667788L);
        assertThat(json.at("/report_blocks/0/fraction_lost").asInt()).isEqualTo(128);
        assertThat(json.at("/report_blocks/0/packets_lost").asInt()).isEqualTo(5);
        assertThat(json.at("/report_blocks/0/ia_jitter").asInt()).isEqualTo(32);
        assertThat(json.at("/report_blocks/0/dlsr").asLong()).isEqualTo(65_536);
    }

    @Test
    void shouldMakeNothingOfWhatIsNoReport() {
        assertThat(RtcpJson.of(new byte[] {1, 2, 3})).isNull();
    }

    @Test
    void shouldTellQualityInTheWordsOfItsRfc() {
        CallRecord call = Records.ended("EC_HEP");
        var quality = new CallRecord.Quality(
                new CallRecord.Stream(900, 100L, 0L, 7.5, 20.0, 93.0, 4.4),
                new CallRecord.Stream(1_000, null, null, null, null, null, null),
                12.0,
                Map.of());
        String text = new String(QualityReport.of(call, quality), StandardCharsets.UTF_8);
        assertThat(text)
                .startsWith("VQSessionReport: CallTerm\r\nCallID: sip-EC_HEP\r\n")
                .contains("LocalMetrics:\r\n", "PacketLoss:NLR=10.0 JDR=0.0\r\n", "Delay:RTD=12 IAJ=7.5\r\n")
                .contains("QualityEst:RLQ=93 MOSLQ=4.4 MOSCQ=4.4\r\n", "RemoteMetrics:\r\n");
    }
}
