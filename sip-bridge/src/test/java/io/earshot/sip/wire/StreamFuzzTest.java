package io.earshot.sip.wire;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.net.InetSocketAddress;
import java.util.Arrays;

/** Any stream at all, torn anywhere: framed, judged and answered without an exception, in bounded memory. */
class StreamFuzzTest {

    @FuzzTest(maxDuration = "60s")
    void shouldFrameAndJudgeAnyStream(byte[] stream) {
        StreamFramer framer = new StreamFramer(4096);
        int step = stream.length == 0 ? 1 : 1 + (stream[0] & 0x3f);
        for (int from = 0; from < stream.length; from += step) {
            framer.feed(stream, from, Math.min(step, stream.length - from));
            for (StreamFramer.Frame frame = framer.poll(); frame != null; frame = framer.poll()) {
                judge(frame);
            }
        }
        MessageGuard.judge(stream);
    }

    private static void judge(StreamFramer.Frame frame) {
        if (frame instanceof StreamFramer.Frame.Message(byte[] bytes)) {
            if (bytes.length > 4096) {
                throw new AssertionError("longer than allowed");
            }
            if (MessageGuard.judge(bytes) instanceof Verdict.Refuse refusal) {
                byte[] reply = RawReply.to(bytes, refusal, new InetSocketAddress("127.0.0.1", 5060));
                if (reply != null && !new String(Arrays.copyOf(reply, 8)).equals("SIP/2.0 ")) {
                    throw new AssertionError("not a response");
                }
            }
        }
    }
}
