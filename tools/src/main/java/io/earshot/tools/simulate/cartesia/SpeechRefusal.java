package io.earshot.tools.simulate.cartesia;

/** A request that is answered with an error. Carries no stack trace. */
final class SpeechRefusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;
    private final String code;
    private final int retryAfterSeconds;

    SpeechRefusal(int status, String code, String message) {
        this(status, code, message, -1);
    }

    SpeechRefusal(int status, String code, String message, int retryAfterSeconds) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
        this.retryAfterSeconds = retryAfterSeconds;
    }

    static SpeechRefusal invalid(String message) {
        return new SpeechRefusal(400, "invalid_request", message);
    }

    int status() {
        return status;
    }

    /** What the header {@code retry-after} says; negative: there is none. */
    int retryAfterSeconds() {
        return retryAfterSeconds;
    }

    /** The vendor's word for it. */
    String code() {
        return code;
    }

    /** What is wrong, for people. */
    String message() {
        return String.valueOf(getMessage());
    }

    /** The status in words. */
    String title() {
        return switch (status) {
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 429 -> "Too Many Requests";
            default -> "Server Error";
        };
    }
}
