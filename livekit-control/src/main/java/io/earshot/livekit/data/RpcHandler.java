package io.earshot.livekit.data;

/** A method that others may call. Called on the room's loop; may answer later. */
@FunctionalInterface
public interface RpcHandler {
    /** Somebody calls; answer with {@link RpcInvocation#reply} or {@link RpcInvocation#fail}. */
    void onCall(RpcInvocation invocation);
}
