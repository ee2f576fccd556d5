package io.earshot.bridge.recording;

import java.io.Closeable;
import java.io.IOException;

/** A stereo audio file that is written from its beginning to its end. Confined to the writing thread. */
interface StereoFile extends Closeable {
    /** Appends {@code frames} frames. */
    void write(short[] left, short[] right, int frames) throws IOException;

    /** Frames so far. */
    long frames();

    /** Ends the file and forces it to disk. */
    @Override
    void close() throws IOException;
}
