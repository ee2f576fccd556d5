package io.earshot.tools.console;

/**
 * Exit codes of every command: those of sysexits.h where one fits, so that scripts and service managers can tell causes apart. A command
 * states in its help which it uses.
 */
public final class Exit {
    /** Done. */
    public static final int OK = 0;
    /** It was done, and the outcome is not the good one; or what was asked for is refused or not there. */
    public static final int FAILED = 1;
    /** A call was answered, but nothing was heard. */
    public static final int UNHEARD = 3;
    /** Wrong usage: an unknown option, a missing or wrong value (EX_USAGE). */
    public static final int USAGE = 64;
    /** What was given cannot be used: trunks and rules that never match, a file in a wrong format (EX_DATAERR). */
    public static final int DATA = 65;
    /** A host that must be reachable from elsewhere is not: the webhook endpoint (EX_NOHOST). */
    public static final int NO_HOST = 68;
    /** The service that was asked does not answer as one (EX_UNAVAILABLE). */
    public static final int UNAVAILABLE = 69;
    /** A fault of this program (EX_SOFTWARE). */
    public static final int SOFTWARE = 70;
    /** The machine lacks something: its limits, its libraries (EX_OSERR). */
    public static final int MACHINE = 71;
    /** Audio, or a file, does not pass (EX_IOERR). */
    public static final int IO = 74;
    /** It may work later: a vendor or a database does not answer (EX_TEMPFAIL). */
    public static final int TEMPORARY = 75;
    /** Two that talk to each other do not understand each other: Redis and the bus (EX_PROTOCOL). */
    public static final int PROTOCOL = 76;
    /** A key or a token is not accepted (EX_NOPERM). */
    public static final int NOT_PERMITTED = 77;
    /** The configuration is wrong or missing (EX_CONFIG). */
    public static final int CONFIGURATION = 78;

    private Exit() {}
}
