package io.earshot.livekit.room;

import io.earshot.livekit.data.ByteMessage;
import io.earshot.livekit.data.TextMessage;
import io.earshot.livekit.data.TextPiece;
import io.earshot.livekit.transcription.Transcript;
import io.earshot.media.codec.AudioCodec;
import java.util.List;

/** Tells a user everything up to {@link #onClosed}, and nothing after it. Confined to the room's loop. */
final class LastingListener implements RoomListener {
    private final RoomListener user;
    private boolean over;

    LastingListener(RoomListener user) {
        this.user = user;
    }

    @Override
    public void onJoined() {
        if (!over) {
            user.onJoined();
        }
    }

    @Override
    public void onOthersKnown() {
        if (!over) {
            user.onOthersKnown();
        }
    }

    @Override
    public void onMediaReady() {
        if (!over) {
            user.onMediaReady();
        }
    }

    @Override
    public void onParticipantJoined(Participant participant) {
        if (!over) {
            user.onParticipantJoined(participant);
        }
    }

    @Override
    public void onParticipantChanged(Participant before, Participant now) {
        if (!over) {
            user.onParticipantChanged(before, now);
        }
    }

    @Override
    public void onParticipantLeft(Participant participant, DisconnectReason reason) {
        if (!over) {
            user.onParticipantLeft(participant, reason);
        }
    }

    @Override
    public void onTrackPublished(Participant participant, TrackInfo track) {
        if (!over) {
            user.onTrackPublished(participant, track);
        }
    }

    @Override
    public void onTrackUnpublished(Participant participant, TrackInfo track) {
        if (!over) {
            user.onTrackUnpublished(participant, track);
        }
    }

    @Override
    public void onTrackReady(Participant participant, TrackInfo track, AudioCodec codec) {
        if (!over) {
            user.onTrackReady(participant, track, codec);
        }
    }

    @Override
    public void onSubscriptionFailed(String trackSid, String cause) {
        if (!over) {
            user.onSubscriptionFailed(trackSid, cause);
        }
    }

    @Override
    public void onTrackMuted(Participant participant, TrackInfo track) {
        if (!over) {
            user.onTrackMuted(participant, track);
        }
    }

    @Override
    public void onLocalMuted(LocalAudio track, boolean muted) {
        if (!over) {
            user.onLocalMuted(track, muted);
        }
    }

    @Override
    public void onLocalUnpublished(LocalAudio track, String cause) {
        if (!over) {
            user.onLocalUnpublished(track, cause);
        }
    }

    @Override
    public void onLocalSubscribed(LocalAudio track) {
        if (!over) {
            user.onLocalSubscribed(track);
        }
    }

    @Override
    public void onDtmf(String identity, char digit) {
        if (!over) {
            user.onDtmf(identity, digit);
        }
    }

    @Override
    public void onData(String identity, byte[] payload, String topic) {
        if (!over) {
            user.onData(identity, payload, topic);
        }
    }

    @Override
    public void onText(String identity, TextMessage message) {
        if (!over) {
            user.onText(identity, message);
        }
    }

    @Override
    public void onTextPiece(String identity, TextPiece piece) {
        if (!over) {
            user.onTextPiece(identity, piece);
        }
    }

    @Override
    public void onBytes(String identity, ByteMessage message) {
        if (!over) {
            user.onBytes(identity, message);
        }
    }

    @Override
    public void onTranscript(Transcript transcript) {
        if (!over) {
            user.onTranscript(transcript);
        }
    }

    @Override
    public void onSpeakers(List<Speaker> changed) {
        if (!over) {
            user.onSpeakers(changed);
        }
    }

    @Override
    public void onQuality(String identity, ConnectionQuality quality) {
        if (!over) {
            user.onQuality(identity, quality);
        }
    }

    @Override
    public void onRoomMetadata(String metadata) {
        if (!over) {
            user.onRoomMetadata(metadata);
        }
    }

    @Override
    public void onMoved(String roomName) {
        if (!over) {
            user.onMoved(roomName);
        }
    }

    @Override
    public void onReconnecting(String cause) {
        if (!over) {
            user.onReconnecting(cause);
        }
    }

    @Override
    public void onReconnected(boolean resumed) {
        if (!over) {
            user.onReconnected(resumed);
        }
    }

    @Override
    public void onClosed(RoomEnd end) {
        if (!over) {
            over = true;
            user.onClosed(end);
        }
    }
}
