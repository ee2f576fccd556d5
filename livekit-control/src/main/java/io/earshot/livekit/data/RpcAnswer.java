package io.earshot.livekit.data;

/** Takes the outcome of a call; one of the two, once. Called on the room's loop. */
public interface RpcAnswer {
    /** The method's result. */
    void onResult(String payload);

    /** Why there is none. */
    void onError(RpcError error);
}
