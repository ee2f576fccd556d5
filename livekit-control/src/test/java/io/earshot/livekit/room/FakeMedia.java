package io.earshot.livekit.room;

import io.earshot.media.audio.AudioSource;
import java.util.ArrayList;
import java.util.List;

/** A peer connection that says what is expected of one and notes what is asked of it. Up as soon as an answer is taken. */
final class FakeMedia implements MediaPort {
    final Listener listener;
    final List<String> calls = new ArrayList<>();
    final List<byte[]> sent = new ArrayList<>();
    boolean upOnAnswer = true;
    boolean refuseSdp;
    boolean takesData = true;
    boolean closed;
    int offers;
    private int audios;
    private int receivers;
    private boolean data;

    FakeMedia(Listener listener) {
        this.listener = listener;
    }

    @Override
    public Sender addAudio(String cid, PublishOptions options, AudioSource source) {
        calls.add("audio " + cid);
        audios++;
        return new Sender() {
            @Override
            public void mute(boolean on) {
                calls.add((on ? "mute " : "unmute ") + cid);
            }

            @Override
            public void stop() {
                calls.add("stop " + cid);
            }
        };
    }

    @Override
    public void addReceivers(int more) {
        calls.add("receivers " + more);
        receivers += more;
    }

    @Override
    public void addDataChannels() {
        calls.add("data");
        data = true;
    }

    @Override
    public String createOffer() {
        calls.add("offer");
        offers++;
        return sdp(offers);
    }

    @Override
    public void acceptAnswer(String sdp) throws MediaRefused {
        if (refuseSdp) {
            throw new MediaRefused("no fingerprint");
        }
        calls.add("answer");
        if (upOnAnswer) {
            listener.onMediaUp();
        }
    }

    @Override
    public String acceptOffer(String sdp) throws MediaRefused {
        calls.add("accept offer");
        if (upOnAnswer) {
            listener.onMediaUp();
        }
        return "answer to " + sdp;
    }

    @Override
    public void addRemoteCandidate(String candidate) {
        calls.add("candidate");
    }

    @Override
    public void restartIce() {
        calls.add("restart");
    }

    @Override
    public boolean sendData(byte[] packet, boolean reliable) {
        if (takesData) {
            sent.add(packet);
        }
        return takesData;
    }

    @Override
    public void close() {
        closed = true;
    }

    private String sdp(int version) {
        StringBuilder sdp = new StringBuilder("v=0\r\no=- 4611731400430051336 " + version
                + " IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=msid-semantic:WMS *\r\n");
        int mid = 0;
        StringBuilder bundle = new StringBuilder("a=group:BUNDLE");
        StringBuilder media = new StringBuilder();
        for (int i = 0; i < audios; i++) {
            bundle.append(' ').append(mid);
            media.append(audio(
                    mid++,
                    "sendonly",
                    "a=msid:earshot audio-" + (i + 1) + "\r\na=ssrc:" + (1000 + i) + " cname:earshot\r\n"));
        }
        for (int i = 0; i < receivers; i++) {
            bundle.append(' ').append(mid);
            media.append(audio(mid++, "recvonly", ""));
        }
        if (data) {
            bundle.append(' ').append(mid);
            media.append("m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\nc=IN IP4 0.0.0.0\r\n")
                    .append(transport(mid))
                    .append("a=sctp-port:5000\r\n");
        }
        return sdp.append(bundle).append("\r\n").append(media).toString();
    }

    private static String audio(int mid, String direction, String more) {
        return "m=audio 9 UDP/TLS/RTP/SAVPF 111\r\nc=IN IP4 0.0.0.0\r\na=rtcp:9 IN IP4 0.0.0.0\r\n" + transport(mid)
                + "a=" + direction + "\r\na=rtcp-mux\r\na=rtpmap:111 opus/48000/2\r\n"
                + "a=fmtp:111 minptime=10;useinbandfec=1\r\n" + more;
    }

    private static String transport(int mid) {
        return "a=ice-ufrag:abcd\r\na=ice-pwd:abcdefghijklmnopqrstuvwx\r\na=ice-options:trickle\r\n"
                + "a=fingerprint:sha-256 AA:BB:CC:DD:EE:FF:00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:00:11:22:33:44:"
                + "55:66:77:88:99\r\na=setup:actpass\r\na=mid:" + mid + "\r\n";
    }
}
