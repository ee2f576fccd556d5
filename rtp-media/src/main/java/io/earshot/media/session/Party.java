package io.earshot.media.session;

import io.earshot.media.audio.AudioSink;
import io.earshot.media.audio.AudioSource;

/** Who uses a session: takes the peer's audio, gives ours, hears of events. */
record Party(AudioSink ears, AudioSource mouth, SessionListener listener) {}
