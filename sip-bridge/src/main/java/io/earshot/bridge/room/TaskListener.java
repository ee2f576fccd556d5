package io.earshot.bridge.room;

/** Who asked for an agent. Called on the call's loop or another thread; must not block. */
@FunctionalInterface
interface TaskListener {
    /** Nobody wants to know. */
    TaskListener NONE = (_, _, _) -> {};

    /**
     * The agent has left, or never came.
     *
     * @param success whether it went as it should
     * @param detail how it ended, in a word
     */
    void onOver(RoomTask task, boolean success, String detail);
}
