package io.earshot.sip.digest;

/**
 * A header field that answers a challenge. Immutable.
 *
 * @param field {@code Authorization} or {@code Proxy-Authorization}
 * @param value its value
 */
public record DigestProof(String field, String value) {
    @Override
    public String toString() {
        return "DigestProof[" + field + "]";
    }
}
