package io.earshot.ai.provider.deepgram;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.earshot.ai.provider.ApiKey;
import io.earshot.ai.provider.FakeVendor;
import io.earshot.ai.provider.Loops;
import io.earshot.ai.provider.ws.WebSocketClient;
import io.earshot.ai.stt.SttEvent;
import io.earshot.ai.stt.SttStream;
import io.earshot.media.audio.AudioFormat;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.ResourceLeakDetector;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a packet costs on its way into the vendor's socket. */
class PacketPathTest {
    private static final int PACKETS = 1_000;
    private static final int ROUNDS = 12;
    /** NIO makes a view of the buffer for each write; epoll writes from its address. */
    private static final long ALLOWED_BYTES = Epoll.isAvailable() ? 2 : 80;

    private final ResourceLeakDetector.Level level = ResourceLeakDetector.getLevel();
    private final FakeVendor vendor = new FakeVendor();
    private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, handlers());
    private final EventLoop loop = group.next();
    private final SttRecorder recorder = new SttRecorder();
    private FakeVendor.Connection connection;

    private static IoHandlerFactory handlers() {
        return Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    }

    @AfterEach
    void close() {
        ResourceLeakDetector.setLevel(level);
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        vendor.close();
    }

    @Test
    void shouldSendPacketsWithoutAllocating() throws Exception {
        // The detector that the build runs with wraps every buffer.
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
        DeepgramV1Config config = Configs.v1(vendor.uri("/v1/listen"), true, Configs.stream(Duration.ZERO));
        DeepgramV1 deepgram = new DeepgramV1("dg", config, ApiKey.of("k"), WebSocketClient.create());
        SttStream stream = Loops.on(loop, () -> deepgram.open(AudioFormat.PCMU_8K, loop, recorder));
        recorder.next(SttEvent.Opened.class);

        long least = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            least = Math.min(least, Loops.on(loop, () -> allocatedBySending(stream)) / PACKETS);
            drain();
        }
        assertThat(least).as("bytes a packet").isLessThanOrEqualTo(ALLOWED_BYTES);
        Loops.run(loop, stream::close);
    }

    private void drain() throws InterruptedException {
        FakeVendor.Connection peer = connection;
        if (peer == null) {
            peer = vendor.connection();
            connection = peer;
        }
        for (int i = 0; i < PACKETS; i++) {
            peer.next("binary");
        }
    }

    private static long allocatedBySending(SttStream stream) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        ByteBuf packet = Unpooled.directBuffer(160).writeZero(160);
        long id = Thread.currentThread().threadId();
        long before = threads.getThreadAllocatedBytes(id);
        for (int i = 0; i < PACKETS; i++) {
            stream.send(packet);
        }
        long allocated = threads.getThreadAllocatedBytes(id) - before;
        packet.release();
        return allocated;
    }
}
