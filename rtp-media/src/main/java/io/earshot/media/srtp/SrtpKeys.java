package io.earshot.media.srtp;

import java.security.MessageDigest;
import java.util.Arrays;

/** Master keys and salts of both directions, as DTLS-SRTP or SDP agreed them. Never printed. Immutable until {@link #forget}. */
public final class SrtpKeys {
    private final SrtpProfile profile;
    private final byte[] localKey;
    private final byte[] localSalt;
    private final byte[] remoteKey;
    private final byte[] remoteSalt;

    private SrtpKeys(SrtpProfile profile, byte[] localKey, byte[] localSalt, byte[] remoteKey, byte[] remoteSalt) {
        this.profile = profile;
        this.localKey = localKey;
        this.localSalt = localSalt;
        this.remoteKey = remoteKey;
        this.remoteSalt = remoteSalt;
    }

    /** Octets of keying material that a profile needs. */
    public static int materialBytes(SrtpProfile profile) {
        return 2 * (profile.keyBytes() + profile.saltBytes());
    }

    /**
     * Takes exported keying material apart (RFC 5764, section 4.2): client's key, server's key, client's salt, server's
     * salt. The material is wiped.
     *
     * @param client whether we are the DTLS client
     */
    public static SrtpKeys of(SrtpProfile profile, byte[] material, boolean client) {
        int key = profile.keyBytes();
        int salt = profile.saltBytes();
        if (material.length != materialBytes(profile)) {
            throw new IllegalArgumentException("wrong length of keying material");
        }
        byte[] clientKey = Arrays.copyOfRange(material, 0, key);
        byte[] serverKey = Arrays.copyOfRange(material, key, 2 * key);
        byte[] clientSalt = Arrays.copyOfRange(material, 2 * key, 2 * key + salt);
        byte[] serverSalt = Arrays.copyOfRange(material, 2 * key + salt, material.length);
        Arrays.fill(material, (byte) 0);
        return client
                ? new SrtpKeys(profile, clientKey, clientSalt, serverKey, serverSalt)
                : new SrtpKeys(profile, serverKey, serverSalt, clientKey, clientSalt);
    }

    /**
     * Puts the two keys of an SDP exchange together (RFC 4568): each is a master key followed by its salt. Takes copies.
     *
     * @param local what we protect with
     * @param remote what the peer protects with
     */
    public static SrtpKeys of(SrtpProfile profile, byte[] local, byte[] remote) {
        int key = profile.keyBytes();
        int both = key + profile.saltBytes();
        if (local.length != both || remote.length != both) {
            throw new IllegalArgumentException("wrong length of keying material");
        }
        return new SrtpKeys(
                profile,
                Arrays.copyOf(local, key),
                Arrays.copyOfRange(local, key, both),
                Arrays.copyOf(remote, key),
                Arrays.copyOfRange(remote, key, both));
    }

    boolean sameLocal(SrtpKeys other) {
        return profile == other.profile
                && MessageDigest.isEqual(localKey, other.localKey)
                && MessageDigest.isEqual(localSalt, other.localSalt);
    }

    boolean sameRemote(SrtpKeys other) {
        return profile == other.profile
                && MessageDigest.isEqual(remoteKey, other.remoteKey)
                && MessageDigest.isEqual(remoteSalt, other.remoteSalt);
    }

    /** What they are for. */
    public SrtpProfile profile() {
        return profile;
    }

    byte[] localKey() {
        return localKey;
    }

    byte[] localSalt() {
        return localSalt;
    }

    byte[] remoteKey() {
        return remoteKey;
    }

    byte[] remoteSalt() {
        return remoteSalt;
    }

    /** Wipes them; whoever was given them before has copies. */
    public void forget() {
        Arrays.fill(localKey, (byte) 0);
        Arrays.fill(localSalt, (byte) 0);
        Arrays.fill(remoteKey, (byte) 0);
        Arrays.fill(remoteSalt, (byte) 0);
    }

    @Override
    public String toString() {
        return "SrtpKeys[" + profile + "]";
    }
}
