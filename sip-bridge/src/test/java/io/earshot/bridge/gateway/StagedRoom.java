package io.earshot.bridge.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.earshot.bridge.leg.RoomLink;
import io.earshot.livekit.data.OutgoingStreams;
import io.earshot.livekit.room.ConnectionQuality;
import io.earshot.livekit.room.DisconnectReason;
import io.earshot.livekit.room.JoinOptions;
import io.earshot.livekit.room.LocalAudio;
import io.earshot.livekit.room.Participant;
import io.earshot.livekit.room.ParticipantKind;
import io.earshot.livekit.room.ParticipantState;
import io.earshot.livekit.room.Permission;
import io.earshot.livekit.room.PublishOptions;
import io.earshot.livekit.room.RoomEnd;
import io.earshot.livekit.room.RoomListener;
import io.earshot.livekit.room.TrackInfo;
import io.earshot.livekit.token.TrackSource;
import io.earshot.livekit.transcription.Transcripts;
import io.earshot.media.audio.AudioFormat;
import io.earshot.media.audio.AudioSink;
import io.earshot.media.audio.AudioSource;
import io.earshot.media.codec.AudioCodec;
import io.earshot.media.net.MediaLoop;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** A room without a server: the test plays the others. Events run on the call's loop; what the leg does is queued for the test. */
final class StagedRoom implements RoomLink {
    final JoinOptions options;
    final BlockingQueue<Map<String, String>> attributes = new LinkedBlockingQueue<>();
    final BlockingQueue<Character> keys = new LinkedBlockingQueue<>();
    final BlockingQueue<String> subscribed = new LinkedBlockingQueue<>();
    final BlockingQueue<String> left = new LinkedBlockingQueue<>();
    private final MediaLoop loop;
    private final RoomListener listener;
    private final Map<String, AudioSink> sinks = new HashMap<>();
    private final List<Participant> others = new ArrayList<>();
    private final JsonNode claims;

    StagedRoom(MediaLoop loop, JoinOptions options, RoomListener listener) {
        this.loop = loop;
        this.options = options;
        this.listener = listener;
        try {
            String body = options.token().get().reveal().split("\\.")[1];
            claims = new ObjectMapper().readTree(Base64.getUrlDecoder().decode(body));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What the token says. */
    JsonNode claims() {
        return claims;
    }

    /** The server welcomes us, and the media path comes up. */
    void welcome() throws Exception {
        onLoop(listener::onJoined);
        onLoop(listener::onMediaReady);
    }

    /** Somebody comes and publishes audio. */
    void speaks(String identity) throws Exception {
        Participant somebody = participant("PA_" + identity, identity);
        TrackInfo track =
                new TrackInfo("TR_" + identity, "voice", TrackSource.MICROPHONE, true, "audio/PCMU", false, identity);
        onLoop(() -> {
            others.add(somebody);
            listener.onParticipantJoined(somebody);
            listener.onTrackPublished(somebody, track);
            listener.onTrackReady(somebody, track, AudioCodec.PCMU);
        });
    }

    /** That somebody says so many octets of {@code octet}. */
    void says(String identity, int octet, int count) throws Exception {
        onLoop(() -> {
            ByteBuf audio = Unpooled.buffer(count);
            for (int i = 0; i < count; i++) {
                audio.writeByte(octet);
            }
            AudioSink sink = sinks.get("TR_" + identity);
            if (sink == null) {
                throw new IllegalStateException(identity + " is not heard");
            }
            sink.onAudio(audio, loop.nowNs(), false);
        });
    }

    void presses(char key) throws Exception {
        onLoop(() -> listener.onDtmf("somebody", key));
    }

    void ends(RoomEnd end) throws Exception {
        onLoop(() -> listener.onClosed(end));
    }

    /** What the room would send out now of our track of that number: at most so many octets. */
    byte[] hears(int track, int most) throws Exception {
        return loop.call(() -> {
            ByteBuf out = Unpooled.buffer(most);
            AudioSource source = options.published().get(track).source();
            source.read(out, most);
            byte[] octets = new byte[out.readableBytes()];
            out.readBytes(octets);
            return octets;
        });
    }

    private void onLoop(Runnable event) throws Exception {
        loop.call(() -> {
            event.run();
            return "";
        });
    }

    private static Participant participant(String sid, String identity) {
        return new Participant(
                sid,
                identity,
                identity,
                ParticipantKind.STANDARD,
                "",
                Map.of(),
                ParticipantState.ACTIVE,
                Permission.NONE,
                List.of(),
                ConnectionQuality.GOOD);
    }

    @Override
    public String name() {
        return claims.path("video").path("room").asText();
    }

    @Override
    public Participant local() {
        Map<String, String> ours = new HashMap<>();
        claims.path("attributes")
                .properties()
                .forEach(each -> ours.put(each.getKey(), each.getValue().asText()));
        Participant plain = participant("PA_us", claims.path("sub").asText());
        return new Participant(
                plain.sid(),
                plain.identity(),
                plain.name(),
                ParticipantKind.SIP,
                "",
                ours,
                plain.state(),
                plain.permission(),
                plain.tracks(),
                plain.quality());
    }

    @Override
    public Collection<Participant> participants() {
        return others;
    }

    @Override
    public LocalAudio publish(PublishOptions track, AudioSource source) {
        throw new UnsupportedOperationException("everything is published with the join");
    }

    @Override
    public void subscribe(String trackSid) {
        subscribed.add(trackSid);
    }

    @Override
    public void unsubscribe(String trackSid) {
        subscribed.remove(trackSid);
    }

    @Override
    public void listen(String trackSid, AudioFormat wanted, AudioSink ears) {
        sinks.put(trackSid, ears);
    }

    @Override
    public void unlisten(String trackSid) {
        sinks.remove(trackSid);
    }

    @Override
    public void setAttributes(Map<String, String> changed) {
        attributes.add(changed);
    }

    @Override
    public Transcripts transcripts() {
        return new Transcripts(
                new OutgoingStreams(packet -> true, () -> 0, new Random()), packet -> true, new Random(), false);
    }

    @Override
    public boolean sendDtmf(char digit) {
        return keys.add(digit);
    }

    @Override
    public void leave() {
        left.add("left");
        listener.onClosed(new RoomEnd.Disconnected(DisconnectReason.CLIENT_INITIATED, "left"));
    }
}
