package io.earshot.tools.doctor;

import io.earshot.bridge.config.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
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
        return register(target.get(), password.get());
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

    private static Verdict register(SipTarget target, Secret password) {
        try (SipQuestion question = new SipQuestion(target, "REGISTER")) {
            SipAnswer first = question.ask("");
            Optional<DigestAnswer.Challenge> challenge = challenge(first);
            SipAnswer last = challenge
                    .map(asks -> question.ask(authorization(first, asks, target, password, question.uri())))
                    .orElse(first);
            return verdict(target, first, challenge, last);
        }
    }

    private static Verdict verdict(
            SipTarget target, SipAnswer first, Optional<DigestAnswer.Challenge> challenge, SipAnswer last) {
        String measured = target.place() + " over " + target.transport() + ": " + first.words()
                + challenge
                        .map(it -> " (" + it.algorithm().token() + "), then " + last.words())
                        .orElse("") + " in "
                + LiveKitAddressCheck.ms(first.tookNs() + (challenge.isPresent() ? last.tookNs() : 0));
        Finding wrong = judge(target, first, last, challenge.isPresent());
        return wrong == null ? Verdict.ok(measured) : Verdict.of(measured, wrong);
    }

    private static Optional<DigestAnswer.Challenge> challenge(SipAnswer answer) {
        return DigestAnswer.best(
                Stream.concat(answer.all("www-authenticate").stream(), answer.all("proxy-authenticate").stream())
                        .toList());
    }

    private static String authorization(
            SipAnswer asked, DigestAnswer.Challenge challenge, SipTarget target, Secret password, String uri) {
        String field = asked.status() == 407 ? "Proxy-Authorization" : "Authorization";
        return field + ": " + DigestAnswer.to(challenge, target.user(), password.reveal(), "REGISTER", uri);
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
