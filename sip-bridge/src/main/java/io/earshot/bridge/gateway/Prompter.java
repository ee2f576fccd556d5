package io.earshot.bridge.gateway;

import io.earshot.media.audio.AudioSource;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** Says one recording at a time to the caller. Confined to the call's loop. */
final class Prompter implements AudioSource {
    private byte[] audio = {};
    private int position;
    private @Nullable Runnable then;

    /** Says {@code recording} in place of whatever is being said; {@code after} runs when its last packet has left. */
    void say(byte[] recording, Runnable after) {
        audio = recording;
        position = 0;
        then = after;
        if (recording.length == 0) {
            finish();
        }
    }

    /** Falls silent; what was to follow does not. */
    void stop() {
        audio = new byte[0];
        then = null;
    }

    @Override
    public int read(ByteBuf out, int maxBytes) {
        int count = Math.min(maxBytes, audio.length - position);
        if (count <= 0) {
            return 0;
        }
        out.writeBytes(audio, position, count);
        position += count;
        return count;
    }

    @Override
    public void onSent(long sentNs) {
        if (audio.length > 0 && position >= audio.length) {
            finish();
        }
    }

    private void finish() {
        Runnable next = then;
        stop();
        if (next != null) {
            next.run();
        }
    }
}
