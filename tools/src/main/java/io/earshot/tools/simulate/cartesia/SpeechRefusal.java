package io.earshot.tools.simulate.cartesia;

/** A request that is answered with an error. Carries no stack trace. */
final class SpeechRefusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;
    private final String code;

    SpeechRefusal(int status, String code, String message) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
    }

    static SpeechRefusal invalid(String message) {
        return new SpeechRefusal(400, "invalid_request", message);
    }

    int status() {
        return status;
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
