package io.earshot.sip.tls;

/** Password of an encrypted private key. It cannot be printed. Immutable. */
public final class KeyPassword {
    /** The key is not encrypted. */
    public static final KeyPassword NONE = new KeyPassword("");

    private final transient String text;

    public KeyPassword(String text) {
        this.text = text;
    }

    char[] characters() {
        return text.toCharArray();
    }

    /** Whether there is one. */
    public boolean isPresent() {
        return !text.isEmpty();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof KeyPassword that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return KeyPassword.class.hashCode();
    }

    @Override
    public String toString() {
        return isPresent() ? "***" : "(none)";
    }
}
