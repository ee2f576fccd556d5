package io.earshot.media.session;

import io.earshot.media.audio.AudioSink;
import io.earshot.media.audio.AudioSource;
import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Sink, source and listener that remember, with futures for what a test waits for. */
final class Recorder implements AudioSink, AudioSource, SessionListener {
    final ByteArrayOutputStream heard = new ByteArrayOutputStream();
    final ByteArrayOutputStream heardAll = new ByteArrayOutputStream();
    final List<String> digits = new ArrayList<>();
    final CompletableFuture<byte[]> enough = new CompletableFuture<>();
    final CompletableFuture<String> digit = new CompletableFuture<>();
    final CompletableFuture<Long> first = new CompletableFuture<>();
    final CompletableFuture<Boolean> timedOut = new CompletableFuture<>();
    int concealedBytes;
    int wanted = Integer.MAX_VALUE;
    int sent;
    private final byte[] toSay;
    private int said;
    private boolean muted;

    Recorder(byte[] toSay) {
        this.toSay = toSay;
    }

    @Override
    public void onAudio(ByteBuf audio, long arrivalNs, boolean concealed) {
        byte[] bytes = new byte[audio.readableBytes()];
        audio.readBytes(bytes);
        heardAll.writeBytes(bytes);
        if (concealed) {
            concealedBytes += bytes.length;
        } else {
            heard.writeBytes(bytes);
        }
        if (heard.size() >= wanted) {
            enough.complete(heard.toByteArray());
        }
    }

    @Override
    public int read(ByteBuf out, int maxBytes) {
        int length = muted ? 0 : Math.min(maxBytes, toSay.length - said);
        out.writeBytes(toSay, said, length);
        said += length;
        return length;
    }

    /** Has nothing to say while muted. */
    void mute(boolean now) {
        muted = now;
    }

    @Override
    public void onSent(long sentNs) {
        sent++;
    }

    @Override
    public void onFirstPacket(long arrivalNs) {
        first.complete(arrivalNs);
    }

    @Override
    public void onDtmf(char key, int durationMs) {
        digits.add(key + ":" + durationMs);
        digit.complete(key + ":" + durationMs);
    }

    @Override
    public void onMediaTimeout() {
        timedOut.complete(true);
    }
}
