package io.earshot.bridge.leg;

import io.earshot.media.audio.AudioSink;
import io.earshot.media.audio.AudioSource;

/**
 * Both directions of a leg's audio, in the format it was asked for. Confined to the call's loop.
 *
 * @param ears hears the other side
 * @param mouth speaks to the other side
 */
public record Voice(AudioSink ears, AudioSource mouth) {}
