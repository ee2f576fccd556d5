package io.earshot.livekit.token;

/** What a token's {@code sip} claim may allow. */
public enum SipPermission {
    /** Manage trunks and dispatch rules. */
    ADMIN("admin"),
    /** Place calls, and transfer them. */
    CALL("call");

    private final String claim;

    SipPermission(String claim) {
        this.claim = claim;
    }

    /** Name within the claim. */
    String claim() {
        return claim;
    }
}
