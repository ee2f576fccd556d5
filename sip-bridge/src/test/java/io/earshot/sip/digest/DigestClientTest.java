package io.earshot.sip.digest;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.media.secret.SecretText;
import io.earshot.sip.digest.DigestClient.Answer;
import io.earshot.sip.digest.DigestClient.Refusal;
import io.earshot.sip.digest.DigestClient.Source;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DigestClientTest {
    private static final String URI = "sip:+15550100@carrier.example";
    private static final DigestAccount ACCOUNT = new DigestAccount("earshot", SecretText.of("open sesame"), "");

    private final DigestClient client = new DigestClient(ACCOUNT, new Random(1));

    private static String challenge(String realm, String nonce, String more) {
        return "Digest realm=\"" + realm + "\", nonce=\"" + nonce + "\", qop=\"auth,auth-int\"" + more;
    }

    private static DigestCredentials proved(Answer answer) {
        assertThat(answer).isInstanceOf(Answer.Proved.class);
        return DigestCredentials.parse(((Answer.Proved) answer).proof().value()).orElseThrow();
    }

    private static Refusal refused(Answer answer) {
        assertThat(answer).isInstanceOf(Answer.Refused.class);
        return ((Answer.Refused) answer).why();
    }

    /** RFC 7616 section 3.9.1. */
    @ParameterizedTest
    @CsvSource({
        "MD5, 8ca523f5e9506fed4657c9700eebdbec",
        "SHA-256, 753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"
    })
    void shouldMakeTheProofsOfTheRfc(String algorithm, String response) {
        DigestChallenge asked = new DigestChallenge(
                "http-auth@example.org",
                "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v",
                "FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS",
                algorithm,
                true,
                false,
                false);
        String value = DigestClient.value(
                asked,
                new DigestAccount("Mufasa", SecretText.of("Circle of Life"), ""),
                "GET",
                "/dir/index.html",
                "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ",
                1);
        assertThat(value)
                .contains("response=\"" + response + "\"", "nc=00000001", "qop=auth", "algorithm=" + algorithm)
                .contains("opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"");
    }

    /** RFC 7616 section 3.9.2, as corrected by its erratum 4897. */
    @Test
    void shouldHashAUserNameThatIsNotAscii() {
        DigestChallenge asked = new DigestChallenge(
                "api@example.org",
                "5TsQWLVdgBdmrQ0XsxbDODV+57QdFR34I9HAbC/RVvkK",
                "HRPCssKJSGjCrkzDg8OhwpzCiGPChXYjwrI2QmXDnsOS",
                "SHA-512-256",
                true,
                true,
                false);
        String value = DigestClient.value(
                asked,
                new DigestAccount("J\u00e4s\u00f8n Doe", SecretText.of("Secret, or not?"), ""),
                "GET",
                "/doe.json",
                "NTg6RKcb9boFIAS3KrFK9BGeh+iDa/sm6jUMp2wds69v",
                1);
        assertThat(value)
                .contains("username=\"793263caabb707a56211940d90411ea4a575adeccb7e360aeb624ed06ece9b0b\"")
                .contains("response=\"3798d4131c277846293534c3edc11bd8a5e4cdcbff78b05db9d95eeb1cec68a5\"")
                .contains("userhash=true");
    }

    /** RFC 8760 section 2.4: several challenges, each with its algorithm; the weaker one may stand first. */
    @Test
    void shouldAnswerTheStrongestChallenge() {
        DigestCredentials proof = proved(client.request("INVITE", URI)
                .on(
                        407,
                        List.of(
                                "Basic realm=\"r\"",
                                challenge("r", "n1", ", algorithm=MD5"),
                                challenge("r", "n2", ", algorithm=SHA-999"),
                                challenge("r", "n3", ", algorithm=SHA-256")),
                        Source.TRUNK));
        assertThat(proof.algorithm()).isEqualTo(DigestAlgorithm.SHA_256);
        assertThat(proof.nonce()).isEqualTo("n3");
        assertThat(proof.provedBy("open sesame", "INVITE")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"MD5-sess", "SHA-256-sess", "SHA-512-256", "SHA-512-256-sess"})
    void shouldKnowTheOtherAlgorithms(String algorithm) {
        DigestChallenge asked = DigestChallenge.parse(challenge("r", "n", ", algorithm=" + algorithm))
                .orElseThrow();
        DigestHash hash = DigestHash.of(algorithm).orElseThrow();
        String key = hash.hex("earshot:r:open sesame");
        String a1 = algorithm.endsWith("-sess") ? hash.hex(key + ":n:c") : key;
        String response = hash.hex(a1 + ":n:00000002:c:auth:" + hash.hex("BYE:" + URI));
        assertThat(DigestClient.value(asked, ACCOUNT, "BYE", URI, "c", 2)).contains("algorithm=" + algorithm, response);
    }

    @Test
    void shouldCountUpWhatItSendsWithOneNonce() {
        DigestClient.Request invite = client.request("INVITE", URI);
        assertThat(invite.ahead()).isEmpty();
        assertThat(proved(invite.on(407, List.of(challenge("r", "n", "")), Source.TRUNK))
                        .count())
                .isEqualTo(1);
        for (int count = 2; count < 20; count++) {
            DigestProof next = client.request("BYE", URI).ahead().orElseThrow();
            DigestCredentials sent = DigestCredentials.parse(next.value()).orElseThrow();
            assertThat(next.field()).isEqualTo("Proxy-Authorization");
            assertThat(sent.count()).isEqualTo(count);
            assertThat(sent.provedBy("open sesame", "BYE")).isTrue();
        }
    }

    @Test
    void shouldSendNothingAheadWithANonceThatDoesNotCount() {
        DigestClient.Request invite = client.request("INVITE", URI);
        DigestCredentials old = proved(invite.on(401, List.of("Digest realm=\"r\", nonce=\"n\""), Source.TRUNK));
        assertThat(old.qop()).isEmpty();
        assertThat(old.provedBy("open sesame", "INVITE")).isTrue();
        assertThat(client.request("BYE", URI).ahead()).isEmpty();
    }

    @Test
    void shouldTryOnceMoreOnlyWithANewNonceWhenTheOldOneWasStale() {
        DigestClient.Request invite = client.request("INVITE", URI);
        proved(invite.on(407, List.of(challenge("r", "n1", "")), Source.TRUNK));
        DigestCredentials again = proved(invite.on(407, List.of(challenge("r", "n2", ", stale=TRUE")), Source.TRUNK));
        assertThat(again.nonce()).isEqualTo("n2");
        assertThat(again.count()).isEqualTo(1);
        assertThat(refused(invite.on(407, List.of(challenge("r", "n3", ", stale=true")), Source.TRUNK)))
                .isEqualTo(Refusal.CREDENTIALS_REFUSED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"n2|", "n1|, stale=true", "n2|, stale=false"})
    void shouldNotTryTheSamePasswordTwice(String second) {
        String[] parts = second.split("\\|", -1);
        DigestClient.Request invite = client.request("INVITE", URI);
        proved(invite.on(407, List.of(challenge("r", "n1", "")), Source.TRUNK));
        assertThat(refused(invite.on(407, List.of(challenge("r", parts[0], parts[1])), Source.TRUNK)))
                .isEqualTo(Refusal.CREDENTIALS_REFUSED);
    }

    @Test
    void shouldAnswerNoOtherRealmThanTheConfiguredOne() {
        DigestClient pinned =
                new DigestClient(new DigestAccount("earshot", SecretText.of("open sesame"), "carrier"), new Random(1));
        for (Source source : Source.values()) {
            assertThat(refused(pinned.request("INVITE", URI).on(407, List.of(challenge("other", "n", "")), source)))
                    .isEqualTo(Refusal.FOREIGN_REALM);
        }
        List<String> both = List.of(challenge("other", "n1", ""), challenge("carrier", "n2", ""));
        assertThat(proved(pinned.request("INVITE", URI).on(407, both, Source.TRUNK))
                        .realm())
                .isEqualTo("carrier");
    }

    @Test
    void shouldLearnTheRealmOnlyFromTheTrunksAnswerToItsOwnInvite() {
        String ours = challenge("carrier", "n", "");
        assertThat(refused(client.request("BYE", URI).on(401, List.of(ours), Source.DIALOG)))
                .isEqualTo(Refusal.FOREIGN_REALM);
        assertThat(refused(client.request("INVITE", URI).on(401, List.of(ours), Source.STRANGER)))
                .isEqualTo(Refusal.FOREIGN_REALM);
        proved(client.request("INVITE", URI).on(401, List.of(ours), Source.TRUNK));
        assertThat(client.realm()).isEqualTo("carrier");
        assertThat(refused(client.request("BYE", URI).on(401, List.of(challenge("evil", "n", "")), Source.DIALOG)))
                .isEqualTo(Refusal.FOREIGN_REALM);
        proved(client.request("BYE", URI).on(401, List.of(ours), Source.DIALOG));
    }

    @ParameterizedTest
    @EnumSource(Source.class)
    void shouldNeverAnswerAStranger(Source learntFrom) {
        client.request("INVITE", URI).on(401, List.of(challenge("carrier", "n", "")), learntFrom);
        assertThat(refused(client.request("BYE", URI).on(401, List.of(challenge("carrier", "n", "")), Source.STRANGER)))
                .isEqualTo(Refusal.FOREIGN_REALM);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Basic realm=\"r\"",
                "Digest realm=\"r\"",
                "Digest nonce=\"n\"",
                "Digest realm=\"r\", nonce=\"n\", qop=\"auth-int\"",
                "Digest realm=\"r\", nonce=\"n\", qop=\"auth\", algorithm=SHA-1",
                "Digest realm=\"r\", realm=\"s\", nonce=\"n\", qop=\"auth\"",
                "Digest realm=\"r\", nonce=\"a\u0001b\", qop=\"auth\"",
                "Digest realm=\"r\", nonce=\"n\", algorithm=MD5-sess"
            })
    void shouldAnswerNothingItDoesNotKnow(String challenge) {
        assertThat(refused(client.request("INVITE", URI).on(401, List.of(challenge), Source.TRUNK)))
                .isEqualTo(Refusal.UNSUPPORTED);
    }

    @Test
    void shouldQuoteWhatItSends() {
        DigestClient odd = new DigestClient(new DigestAccount("a\"b\\c", SecretText.of("p"), ""), new Random(1));
        String asked = "Digest realm=\"the \\\"best\\\" \u00e9\", nonce=\"n\\\\1\", opaque=\"o\\\"\", qop=auth";
        Answer answer = odd.request("INVITE", URI).on(401, List.of(asked), Source.TRUNK);
        assertThat(((Answer.Proved) answer).proof().value())
                .contains("username=\"a\\\"b\\\\c\"", "realm=\"the \\\"best\\\" \u00e9\"", "nonce=\"n\\\\1\"")
                .contains("opaque=\"o\\\"\"");
        assertThat(proved(answer).provedBy("p", "INVITE")).isTrue();
    }

    @Test
    void shouldShowNeitherPasswordNorProof() {
        Answer answer = client.request("INVITE", URI).on(401, List.of(challenge("r", "n", "")), Source.TRUNK);
        assertThat(answer + " " + ACCOUNT)
                .doesNotContain("sesame", proved(answer).response());
        assertThat(Optional.of(((Answer.Proved) answer).proof().field())).contains("Authorization");
    }
}
