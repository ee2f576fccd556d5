package io.earshot.ai.agent;

/** What an agent is doing, in the order in which a call goes through it. Immutable. */
public enum AgentState {
    /** The phone rings: sockets are opened and the greeting is synthesized. */
    PREPARING,
    /** The greeting plays. */
    GREETING,
    /** The caller has the floor. */
    LISTENING,
    /** The caller's turn is over and nothing of the reply was sent yet. */
    THINKING,
    /** The agent speaks. */
    SPEAKING,
    /** The agent fell silent because the caller made a sound; it is not known yet whether they meant it. */
    INTERRUPTED,
    /** The last words play, or the call is being transferred. */
    ENDING,
    /** Over; nothing happens any more. */
    ENDED
}
