package io.earshot.bridge.gateway;

import io.earshot.bridge.leg.Voice;
import io.earshot.media.audio.AudioFormat;
import io.earshot.media.audio.AudioSink;
import io.earshot.media.audio.AudioSource;
import io.earshot.media.audio.Relay;
import io.netty.buffer.ByteBuf;

/**
 * The bridge's own agent on a call that is in a room as well: it hears the caller at first hand, and what it says goes to the
 * caller with nothing in between; the room hears it through a relay. Confined to the call's loop.
 */
final class AgentShare {
    private final Voice agent;
    private final AudioSink room;
    private final Relay toRoom;
    private final AudioSource mouth = new Mouth();

    /**
     * Shares {@code agent} between the caller and the room.
     *
     * @param room takes the caller's voice for the room
     */
    AgentShare(Voice agent, AudioSink room, AudioFormat format) {
        this.agent = agent;
        this.room = room;
        this.toRoom = new Relay(format);
    }

    /** Hears the caller, for the room and for the agent. */
    void hear(ByteBuf audio, long arrivalNs, boolean concealed) {
        room.onAudio(audio, arrivalNs, concealed);
        agent.ears().onAudio(audio, arrivalNs, concealed);
    }

    /** The agent's voice for the caller. */
    AudioSource mouth() {
        return mouth;
    }

    /** The agent's voice for the room. */
    AudioSource roomMouth() {
        return toRoom;
    }

    private final class Mouth implements AudioSource {
        @Override
        public int read(ByteBuf out, int maxBytes) {
            int from = out.writerIndex();
            int count = agent.mouth().read(out, maxBytes);
            if (count > 0) {
                toRoom.push(out, from, count);
            }
            return count;
        }

        @Override
        public void onSent(long sentNs) {
            agent.mouth().onSent(sentNs);
        }
    }
}
