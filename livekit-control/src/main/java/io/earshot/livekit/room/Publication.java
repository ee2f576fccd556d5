package io.earshot.livekit.room;

import io.earshot.media.audio.AudioSource;

/** A track to publish with the join itself, which spares a round trip. Its source is confined to the room's loop. */
public record Publication(PublishOptions options, AudioSource source) {}
