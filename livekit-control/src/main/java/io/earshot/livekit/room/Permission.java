package io.earshot.livekit.room;

/**
 * What a participant may do. Immutable.
 *
 * @param canPublish publish tracks
 * @param canSubscribe receive tracks
 * @param canPublishData send data packets
 * @param canUpdateMetadata change its own name, metadata and attributes
 * @param hidden others do not see it
 */
public record Permission(
        boolean canPublish, boolean canSubscribe, boolean canPublishData, boolean canUpdateMetadata, boolean hidden) {
    /** Nothing at all: what is known before the server has spoken. */
    public static final Permission NONE = new Permission(false, false, false, false, false);
}
