package io.earshot.livekit.room;

import io.earshot.livekit.token.TrackSource;
import org.jspecify.annotations.Nullable;

/**
 * A published track. Immutable.
 *
 * @param sid the server's name for it ({@code TR_…})
 * @param name the publisher's name for it
 * @param source what it shows or sounds of; null when not said
 * @param audio whether it is audio; video and data tracks are listed, never received
 * @param mime such as {@code audio/opus}, {@code audio/PCMU} or {@code audio/red}; may be empty
 * @param muted whether its publisher has muted it
 * @param participantIdentity who publishes it
 */
public record TrackInfo(
        String sid,
        String name,
        @Nullable TrackSource source,
        boolean audio,
        String mime,
        boolean muted,
        String participantIdentity) {}
