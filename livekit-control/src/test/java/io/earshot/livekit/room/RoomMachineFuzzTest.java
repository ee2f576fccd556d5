package io.earshot.livekit.room;

import static io.earshot.livekit.room.Bench.someone;
import static io.earshot.livekit.room.Bench.voice;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.Unpooled;
import java.time.Duration;

class RoomMachineFuzzTest {
    /** Messages of any content, each behind two octets of length; time passes in between; then we leave. */
    @FuzzTest
    void shouldSurviveAnyServerAndEndOnce(byte[] bytes) {
        Bench bench = new Bench().connected(someone("PA_1", "ann", voice("TR_1")));
        bench.machine.content().subscriptions().subscribe("TR_1", true);
        int at = 0;
        while (at + 2 <= bytes.length) {
            int length = Math.min((bytes[at] & 0xFF) << 8 | (bytes[at + 1] & 0xFF), bytes.length - at - 2);
            at += 2;
            bench.machine.onSocketMessage(Unpooled.wrappedBuffer(bytes, at, length));
            bench.lastMedia().listener.onDataPacket(java.util.Arrays.copyOfRange(bytes, at, at + length), true);
            bench.open().pass(Duration.ofMillis(100));
            at += length;
        }
        bench.machine.leave();
        long ends =
                bench.events.stream().filter(it -> it.startsWith("onClosed")).count();
        if (ends != 1
                || bench.machine.deadlineNs() != Long.MAX_VALUE
                || !bench.media.stream().allMatch(it -> it.closed)) {
            throw new AssertionError(ends + " ends, " + bench.events);
        }
    }
}
