package io.earshot.livekit.room;

import io.earshot.media.audio.AudioFormat;
import io.earshot.media.audio.AudioSink;
import io.earshot.media.codec.AudioCodec;

/** A track that came in; notes who listens. */
final class FakeTrack implements MediaPort.RemoteTrack {
    private final String sid;
    AudioSink ears;
    boolean stopped;

    FakeTrack(String sid) {
        this.sid = sid;
    }

    @Override
    public String trackSid() {
        return sid;
    }

    @Override
    public AudioCodec codec() {
        return AudioCodec.OPUS;
    }

    @Override
    public void listen(AudioFormat wanted, AudioSink sink) {
        ears = sink;
    }

    @Override
    public void stop() {
        stopped = true;
    }
}
