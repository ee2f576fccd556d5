package io.earshot.media.sdp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.media.dtls.DtlsRole;
import io.earshot.media.dtls.Fingerprint;
import io.earshot.media.sdp.MediaSecurity.Mode;
import io.earshot.media.srtp.SrtpProfile;
import java.net.InetSocketAddress;
import java.util.Base64;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which protection an offer and its answer agree on (RFC 4568, RFC 5763). */
class SecurityTest {
    private static final String KEY = Base64.getEncoder().encodeToString(new byte[30]);
    private static final String OTHER_KEY = KEY.replace('A', 'B');
    private static final String HASH = "sha-256 " + "AB:".repeat(31) + "AB";
    private static final Fingerprint OURS = fingerprint("sha-256 " + "01:".repeat(31) + "01");
    private static final String SUITE = "AES_CM_128_HMAC_SHA1_80";
    private static final Pattern INLINE = Pattern.compile("a=crypto:(\\d+) (\\S+) inline:(\\S+)");

    private final OfferAnswer call = new OfferAnswer(new Random(1));

    private static Fingerprint fingerprint(String text) {
        Fingerprint parsed = Fingerprint.parse(text);
        assertThat(parsed).isNotNull();
        return parsed;
    }

    private static LocalAudio local(Mode mode, boolean sdes, boolean offersDtls) {
        return LocalAudio.at(new InetSocketAddress("192.0.2.1", 4000))
                .withSecurity(new MediaSecurity(mode, sdes, OURS, offersDtls));
    }

    private static final LocalAudio OPTIONAL = local(Mode.OPTIONAL, true, false);
    private static final LocalAudio REQUIRED = local(Mode.REQUIRED, true, false);

    private static String offer(String protocol, String... lines) {
        return "v=0\no=- 1 1 IN IP4 203.0.113.7\ns=-\nc=IN IP4 203.0.113.7\nt=0 0\nm=audio 30000 " + protocol + " 0\n"
                + (lines.length == 0 ? "" : "a=" + String.join("\na=", lines) + "\n");
    }

    private static String crypto(int tag, String suite, String key) {
        return "crypto:" + tag + " " + suite + " inline:" + key;
    }

    private String accepted(String offer, LocalAudio local) {
        Outcome outcome = call.answer(offer.getBytes(UTF_8), local);
        assertThat(outcome).isInstanceOf(Outcome.Accepted.class);
        return new String(((Outcome.Accepted) outcome).answerSdp(), UTF_8);
    }

    private String refused(String offer, LocalAudio local) {
        Outcome outcome = call.answer(offer.getBytes(UTF_8), local);
        assertThat(outcome).isInstanceOf(Outcome.NotAcceptable.class);
        return ((Outcome.NotAcceptable) outcome).reason();
    }

    private Protection protection() {
        NegotiatedAudio agreed = call.agreed();
        assertThat(agreed).isNotNull();
        return agreed.protection();
    }

    private static String key(String sdp) {
        Matcher line = INLINE.matcher(sdp);
        assertThat(line.find()).isTrue();
        return line.group(3);
    }

    @ParameterizedTest
    @EnumSource(SrtpProfile.class)
    void shouldAnswerEachSuiteWithItsTagAndKeyOfOurOwn(SrtpProfile profile) {
        String theirs = Base64.getEncoder().encodeToString(new byte[profile.keyBytes() + profile.saltBytes()]);
        String answer = accepted(offer("RTP/SAVP", crypto(7, profile.suite(), theirs)), OPTIONAL);
        assertThat(answer).contains("m=audio 4000 RTP/SAVP 0").contains("a=crypto:7 " + profile.suite() + " inline:");
        assertThat(key(answer)).isNotEqualTo(theirs);
        assertThat(protection()).isInstanceOf(Protection.Sdes.class);
        assertThat(protection().toString()).doesNotContain(theirs).doesNotContain(key(answer));
    }

    @Test
    void shouldTakeTheFirstLineThatCanBeUsed() {
        String answer = accepted(
                offer(
                        "RTP/SAVP",
                        crypto(1, "F8_128_HMAC_SHA1_80", KEY),
                        crypto(2, SUITE, "short"),
                        crypto(3, SUITE, KEY + "|2^20|1:4"),
                        crypto(4, SUITE, KEY + "|2^10"),
                        crypto(5, SUITE, KEY + " UNENCRYPTED_SRTP"),
                        crypto(6, SUITE, KEY + " KDR=3"),
                        crypto(8, SUITE, KEY + "|2^31 WSH=64"),
                        crypto(9, "AES_CM_128_HMAC_SHA1_32", KEY)),
                OPTIONAL);
        assertThat(answer).contains("a=crypto:8 " + SUITE).doesNotContain("crypto:9");
    }

    @Test
    void shouldEncryptPlainProfileWhenKeysAreOffered() {
        assertThat(accepted(offer("RTP/AVP", crypto(1, SUITE, KEY)), REQUIRED))
                .contains(" RTP/AVP ")
                .contains("a=crypto:1");
        assertThat(protection()).isInstanceOf(Protection.Sdes.class);
    }

    @Test
    void shouldStayPlainWhenNothingIsOffered() {
        assertThat(accepted(offer("RTP/AVP"), OPTIONAL))
                .doesNotContain("crypto")
                .doesNotContain("fingerprint");
        assertThat(protection()).isEqualTo(Protection.NONE);
    }

    @Test
    void shouldRefusePlainAudioWhereEncryptionIsRequired() {
        assertThat(refused(offer("RTP/AVP"), REQUIRED)).isEqualTo("encrypted audio is required");
    }

    @Test
    void shouldRefuseEncryptionThatCannotBe() {
        assertThat(refused(offer("RTP/SAVP", crypto(1, "F8_128_HMAC_SHA1_80", KEY)), OPTIONAL))
                .isEqualTo("no common encryption of audio");
        assertThat(refused(offer("RTP/SAVP", crypto(1, SUITE, KEY)), local(Mode.OFF, true, false)))
                .isEqualTo("only encrypted audio offered, which is not spoken");
    }

    @Test
    void shouldNotUseKeysThatCameInTheOpen() {
        LocalAudio open = local(Mode.OPTIONAL, false, false);
        assertThat(refused(offer("RTP/SAVP", crypto(1, SUITE, KEY)), open))
                .isEqualTo("keys of audio came over a connection that is not encrypted");
        assertThat(accepted(offer("RTP/AVP", crypto(1, SUITE, KEY)), open)).doesNotContain("crypto");
        assertThat(protection()).isEqualTo(Protection.NONE);
    }

    @Test
    void shouldKeepKeysOnHoldAndTakeNewOnesOfThePeer() {
        String first = key(accepted(offer("RTP/SAVP", crypto(1, SUITE, KEY)), OPTIONAL));
        String held = accepted(offer("RTP/SAVP", crypto(1, SUITE, KEY), "sendonly"), OPTIONAL);
        assertThat(key(held)).isEqualTo(first);
        String rekeyed = accepted(offer("RTP/SAVP", crypto(2, SUITE, OTHER_KEY)), OPTIONAL);
        assertThat(key(rekeyed)).as("our direction goes on").isEqualTo(first);
        String other = accepted(offer("RTP/SAVP", crypto(1, "AES_CM_128_HMAC_SHA1_32", KEY)), OPTIONAL);
        assertThat(key(other)).isNotEqualTo(first);
    }

    @ParameterizedTest
    @ValueSource(strings = {"OPTIONAL", "REQUIRED"})
    void shouldOfferEverySuiteAndAgreeWithOurOwnKind(String mode) {
        LocalAudio ours = local(Mode.valueOf(mode), true, false);
        byte[] offer = call.offer(ours);
        assertThat(new String(offer, UTF_8)).contains(mode.equals("REQUIRED") ? " RTP/SAVP " : " RTP/AVP ");
        OfferAnswer peer = new OfferAnswer(new Random(2));
        Outcome answer = peer.answer(offer, ours);
        assertThat(call.accept(((Outcome.Accepted) answer).answerSdp())).isInstanceOf(Outcome.Accepted.class);
        Protection.Sdes here = (Protection.Sdes) protection();
        assertThat(here.keys().profile()).isEqualTo(SrtpProfile.AEAD_AES_128_GCM);

        String again = new String(call.offer(ours), UTF_8);
        assertThat(again).as("the key in use").contains(key(new String(offer, UTF_8)));
        assertThat(again.split("a=crypto")).hasSize(2);
    }

    @Test
    void shouldRefuseAnswerToLinesThatWereNotOffered() {
        call.offer(REQUIRED);
        Outcome outcome = call.accept(offer("RTP/SAVP", crypto(9, SUITE, KEY)).getBytes(UTF_8));
        assertThat(outcome).isInstanceOf(Outcome.NotAcceptable.class);
        call.offer(REQUIRED);
        assertThat(call.accept(offer("RTP/AVP").getBytes(UTF_8))).isInstanceOf(Outcome.NotAcceptable.class);
    }

    @Test
    void shouldTakeAnswerWithoutKeysWhereEncryptionIsOptional() {
        call.offer(OPTIONAL);
        assertThat(call.accept(offer("RTP/AVP").getBytes(UTF_8))).isInstanceOf(Outcome.Accepted.class);
        assertThat(protection()).isEqualTo(Protection.NONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UDP/TLS/RTP/SAVP", "UDP/TLS/RTP/SAVPF", "RTP/SAVPF"})
    void shouldBeginDtlsWhenThePeerLeavesItOpen(String protocol) {
        String answer =
                accepted(offer(protocol, "fingerprint:" + HASH, "setup:actpass"), local(Mode.OPTIONAL, false, false));
        assertThat(answer)
                .contains(" " + protocol + " ")
                .contains("a=fingerprint:" + OURS)
                .contains("a=setup:active");
        assertThat(protection()).isEqualTo(new Protection.Dtls(DtlsRole.CLIENT, fingerprint(HASH)));
    }

    @Test
    void shouldWaitForDtlsOfActivePeerAndKeepRolesLater() {
        String dtls = "UDP/TLS/RTP/SAVP";
        assertThat(accepted(offer(dtls, "fingerprint:" + HASH, "setup:active"), OPTIONAL))
                .contains("a=setup:passive");
        assertThat(accepted(offer(dtls, "fingerprint:" + HASH, "setup:actpass"), OPTIONAL))
                .contains("a=setup:passive");
        String changed = HASH.replace("AB:AB", "CD:CD");
        assertThat(accepted(offer(dtls, "fingerprint:" + changed, "setup:actpass"), OPTIONAL))
                .contains("a=setup:active");
    }

    @Test
    void shouldRefuseDtlsWithoutStrongFingerprint() {
        assertThat(refused(offer("UDP/TLS/RTP/SAVP", "fingerprint:sha-1 AB:CD", "setup:actpass"), OPTIONAL))
                .isEqualTo("no common encryption of audio");
        assertThat(refused(offer("UDP/TLS/RTP/SAVP", "fingerprint:" + HASH, "setup:holdconn"), OPTIONAL))
                .isEqualTo("no common encryption of audio");
    }

    @Test
    void shouldOfferDtlsWhereKeysMustNotBeInSdp() {
        LocalAudio open = local(Mode.REQUIRED, false, false);
        String offer = new String(call.offer(open), UTF_8);
        assertThat(offer)
                .contains(" UDP/TLS/RTP/SAVP ")
                .contains("a=setup:actpass")
                .doesNotContain("crypto");
        call.accept(offer("UDP/TLS/RTP/SAVP", "fingerprint:" + HASH, "setup:passive")
                .getBytes(UTF_8));
        assertThat(protection()).isEqualTo(new Protection.Dtls(DtlsRole.CLIENT, fingerprint(HASH)));
    }
}
