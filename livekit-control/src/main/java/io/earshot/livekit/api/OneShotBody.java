package io.earshot.livekit.api;

import java.io.IOException;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;

/**
 * A request's body that the HTTP client must not send again by itself: what may be repeated is decided by the call. Confined to the
 * calling thread.
 */
final class OneShotBody extends RequestBody {
    private final MediaType type;
    private final byte[] bytes;
    private boolean started;

    OneShotBody(MediaType type, byte[] bytes) {
        this.type = type;
        this.bytes = bytes;
    }

    /** Whether sending began: from then on, the server may have acted. */
    boolean started() {
        return started;
    }

    @Override
    public MediaType contentType() {
        return type;
    }

    @Override
    public long contentLength() {
        return bytes.length;
    }

    @Override
    public boolean isOneShot() {
        return true;
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
        started = true;
        sink.write(bytes);
    }
}
