package io.earshot.livekit.dispatch;

import io.earshot.media.secret.SecretText;

/** What a trunk asks a caller to know. The password is not printed by accident. Immutable. */
public final class TrunkCredentials {
    private final String username;
    private final transient SecretText password;
    private final String realm;

    TrunkCredentials(String username, String password, String realm) {
        this.username = username;
        this.password = SecretText.of(password);
        this.realm = realm;
    }

    /** User name. */
    public String username() {
        return username;
    }

    /** The password, for the digest. Never for a log. */
    public String revealPassword() {
        return password.reveal();
    }

    /** Realm of the challenge, {@code LiveKit} where the trunk names none (as livekit-sip does). */
    public String realm() {
        return realm;
    }

    @Override
    public String toString() {
        return "TrunkCredentials[" + username + ", password hidden, realm " + realm + "]";
    }
}
