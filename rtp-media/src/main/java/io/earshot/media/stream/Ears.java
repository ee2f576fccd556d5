package io.earshot.media.stream;

import io.netty.buffer.ByteBuf;

/** How received audio of one codec becomes what the sink takes. Confined to the call's loop. */
public interface Ears {
    /**
     * A new audio packet in order of sequence.
     *
     * @param payload its readable octets are the payload; borrowed
     * @param missing sequence numbers skipped right before it
     */
    void onPacket(ByteBuf payload, int sequenceNumber, int timestamp, int missing, long arrivalNs);

    /** A new audio packet that is older than one before. */
    void onLatePacket(ByteBuf payload, int sequenceNumber, int timestamp, long arrivalNs);

    /**
     * A copy of a packet that has not come, found in a later one.
     *
     * @return whether it was of use
     */
    default boolean onRedundant(ByteBuf payload, int sequenceNumber, int timestamp, long arrivalNs) {
        return false;
    }

    /** The sender announced silence (comfort noise). */
    void onComfortNoise();

    /** 20 ms have passed. */
    void onTick(long nowNs, int jitterUnits);

    /** The peer's SSRC or sequence started anew. */
    void newSource();

    /** Packets that came too late to be heard. */
    long discarded();

    /** Audio that stands for packets which did not come in time, milliseconds; what a pausing sender leaves out is none. */
    long concealedMs();

    /** Audio held back now, milliseconds. */
    int depthMs();

    /** Delay aimed at, milliseconds. */
    int targetMs();

    /** Delay in force between arrival and the sink, milliseconds. */
    int delayMs();

    /** Whether what is lost is concealed after an adaptive buffer, instead of being silence. */
    boolean conceals();

    /** Frees what is held. */
    void close();
}
