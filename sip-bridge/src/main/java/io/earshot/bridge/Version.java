package io.earshot.bridge;

/** Which Earshot this is. */
final class Version {
    /** The version, as the build says. */
    static final String TEXT = "0.1.0";

    private Version() {}
}
