package io.earshot.tools.doctor;

import io.earshot.bridge.config.Secret;
import io.earshot.media.secret.SecretText;
import io.earshot.sip.digest.DigestAccount;
import io.earshot.sip.digest.DigestClient;
import io.earshot.sip.digest.DigestProof;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether a registrar takes an account: a REGISTER without a contact, which asks for bindings and makes none (RFC 3261, section 10.2.3). */
final class RegisterCheck implements Check {
    private static final String VARIABLE = "EARSHOT_SIP_PASSWORD";

    private final @Nullable String account;
    private final @Nullable Path passwordFile;

    RegisterCheck(@Nullable String account, @Nullable Path passwordFile) {
        this.account = account;
        this.passwordFile = passwordFile;
    }

    @Override
    public String name() {
        return "registration";
    }

    @Override
    public Verdict run(Patient patient) {
        if (account == null) {
            return Verdict.skipped("no account was named (--register)");
        }
        Optional<SipTarget> target =
                SipTarget.parse(account).filter(it -> !it.user().isEmpty());
        Optional<Secret> password = password(patient);
        if (target.isEmpty() || password.isEmpty()) {
            return Verdict.of(
                    account,
                    Finding.fault(
                            FaultClass.CONFIGURATION,
                            target.isEmpty()
                                    ? "--register names no sip:USER@HOST"
                                    : "there is no password for the account, or its file cannot be read",
                            "Write --register sip:1001@sip.example.com, the password in " + VARIABLE
                                    + " or --register-password-file."));
        }
        return register(target.get(), TrunkTls.of(patient), password.get());
    }

    private Optional<Secret> password(Patient patient) {
        try {
            String found = passwordFile == null
                    ? patient.environment().getOrDefault(VARIABLE, "")
                    : Files.readString(passwordFile).strip();
            return Optional.of(new Secret(found)).filter(Secret::isPresent);
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    private static Verdict register(SipTarget target, TrunkTls tls, Secret password) {
        DigestAccount account = new DigestAccount(target.user(), SecretText.of(password.reveal()), "");
        DigestClient client = new DigestClient(account, new SecureRandom());
        try (SipQuestion question = new SipQuestion(target, tls, "REGISTER")) {
            DigestClient.Request request = client.request("REGISTER", question.uri());
            SipAnswer first = question.ask("");
            SipAnswer last = first;
            while (request.on(last.status(), challenges(last), DigestClient.Source.TRUNK)
                    instanceof DigestClient.Answer.Proved(DigestProof proof)) {
                last = question.ask(proof.field() + ": " + proof.value());
            }
            return verdict(target, first, client.algorithm(), last);
        }
    }

    private static Verdict verdict(SipTarget target, SipAnswer first, String algorithm, SipAnswer last) {
        String measured = target.place() + " over " + target.transport() + ": " + first.words()
                + (algorithm.isEmpty() ? "" : " (" + algorithm + "), then " + last.words()) + " in "
                + LiveKitAddressCheck.ms(first.tookNs() + (algorithm.isEmpty() ? 0 : last.tookNs()));
        Finding wrong = judge(target, first, last, !algorithm.isEmpty());
        return wrong == null ? Verdict.ok(measured) : Verdict.of(measured, wrong);
    }

    private static List<String> challenges(SipAnswer answer) {
        return answer.status() == 401 ? answer.all("www-authenticate") : answer.all("proxy-authenticate");
    }

    /**
     * What is wrong, or null.
     *
     * @param first the answer without credentials
     * @param last the answer with them, the same where none were asked for
     * @param challenged whether they were asked for
     */
    static @Nullable Finding judge(SipTarget target, SipAnswer first, SipAnswer last, boolean challenged) {
        String who = "the registrar " + target.place();
        if (!first.answered()) {
            return TrunksCheck.judge(target.called("the registrar"), first, "");
        }
        return switch (last.status()) {
            case 200 -> null;
            case 401, 407 ->
                Finding.fault(
                        FaultClass.KEY,
                        challenged
                                ? who + " refuses user " + target.user() + " with this password"
                                : who
                                        + " asks for credentials of a kind that is not known here (no digest with MD5 or SHA-256)",
                        challenged
                                ? "Correct the password or the user's name for authentication, which some providers give besides the number."
                                : "Ask its provider for digest authentication.");
            case 403 ->
                Finding.fault(
                        FaultClass.KEY,
                        who + " forbids user " + target.user()
                                + (challenged ? ": wrong password, or blocked" : ": unknown or blocked"),
                        "Correct user and password; ask the provider whether the account or this address is blocked.");
            case 404 ->
                Finding.fault(
                        FaultClass.TELEPHONY,
                        who + " does not know user " + target.user(),
                        "Correct the user, or the domain behind the @.");
            case 405, 501 ->
                Finding.fault(
                        FaultClass.TELEPHONY,
                        target.place() + " is no registrar (" + last.words() + ")",
                        "Register where the provider says, or use the trunk without registration.");
            default ->
                Finding.fault(
                        FaultClass.TELEPHONY,
                        who + (last.answered() ? " answers " : " does not answer credentials: ") + last.words(),
                        "Ask its provider.");
        };
    }
}
