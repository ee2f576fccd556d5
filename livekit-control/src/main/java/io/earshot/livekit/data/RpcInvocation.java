package io.earshot.livekit.data;

/** Somebody's call of a method of ours; to be answered once, before the caller's patience ends. Confined to the room's loop. */
public final class RpcInvocation {
    private final RpcRegistry registry;
    private final String id;
    private final String caller;
    private final String method;
    private final String payload;
    private final long deadlineNs;

    RpcInvocation(RpcRegistry registry, String id, String caller, String method, String payload, long deadlineNs) {
        this.registry = registry;
        this.id = id;
        this.caller = caller;
        this.method = method;
        this.payload = payload;
        this.deadlineNs = deadlineNs;
    }

    /** The caller's identity. */
    public String caller() {
        return caller;
    }

    /** The method called. */
    public String method() {
        return method;
    }

    /** What the caller gave, typically JSON. */
    public String payload() {
        return payload;
    }

    /** When the caller no longer waits, monotonic nanoseconds. */
    public long deadlineNs() {
        return deadlineNs;
    }

    /** Answers; false when it was answered before, is too late, or could not be sent. More than 15 KiB becomes an error at the caller. */
    public boolean reply(String result) {
        return registry.reply(this, result);
    }

    /** Answers with an error; false as for {@link #reply}. */
    public boolean fail(RpcError error) {
        return registry.fail(this, error);
    }

    String id() {
        return id;
    }
}
