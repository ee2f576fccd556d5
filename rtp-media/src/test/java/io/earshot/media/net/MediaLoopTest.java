package io.earshot.media.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MediaLoopTest {
    private final MediaLoops loops = MediaLoops.start(new MediaLoopsConfig(2, 5, true));

    @AfterEach
    void stop() {
        loops.close();
    }

    /** Counts how often it is served, and completes after ten times. */
    private static class Stream implements Paced {
        private final CompletableFuture<List<Long>> tenTimes = new CompletableFuture<>();
        private final CompletableFuture<RuntimeException> fault = new CompletableFuture<>();
        private final List<Long> served = new ArrayList<>();
        private long dueNs;

        Stream(long firstDueNs) {
            dueNs = firstDueNs;
        }

        @Override
        public long serve(long nowNs) {
            served.add(nowNs - dueNs);
            if (served.size() == 10) {
                tenTimes.complete(List.copyOf(served));
            }
            return dueNs += 10_000_000;
        }

        @Override
        public void onFault(RuntimeException bug) {
            fault.complete(bug);
        }
    }

    @Test
    void shouldServeAStreamOnTheGridOfTheTickAndNeverEarly() throws Exception {
        MediaLoop loop = loops.next();
        Stream stream = loop.call(() -> {
            Stream added = new Stream(loop.firstDueNs(10_000_000));
            loop.add(added, added.dueNs);
            return added;
        });
        assertThat(stream.tenTimes.get(5, TimeUnit.SECONDS)).allMatch(latenessNs -> latenessNs >= 0);
        loop.call(() -> {
            loop.remove(stream);
            assertThat(loop.streams()).isZero();
            return null;
        });
    }

    @Test
    void shouldSpreadStreamsOverTheTicksOfAPeriod() throws Exception {
        MediaLoop loop = loops.next();
        loop.call(() -> {
            long first = loop.firstDueNs(20_000_000);
            List<Long> phases = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                phases.add(Math.floorMod(loop.firstDueNs(20_000_000) - first, 20_000_000L));
            }
            assertThat(phases).containsExactlyInAnyOrder(0L, 5_000_000L, 10_000_000L, 15_000_000L);
            return null;
        });
    }

    @Test
    void shouldDropAStreamThatThrowsAndGoOnWithTheOthers() throws Exception {
        MediaLoop loop = loops.next();
        Stream broken = new Stream(0) {
            @Override
            public long serve(long nowNs) {
                throw new IllegalStateException("a bug");
            }
        };
        Stream sound = loop.call(() -> {
            long dueNs = loop.firstDueNs(10_000_000);
            Stream added = new Stream(dueNs);
            loop.add(broken, dueNs);
            loop.add(added, dueNs);
            return added;
        });
        assertThat(broken.fault.get(5, TimeUnit.SECONDS)).hasMessage("a bug");
        assertThat(sound.tenTimes.get(5, TimeUnit.SECONDS)).hasSize(10);
        assertThat(loop.faults()).isEqualTo(1);
    }

    @Test
    void shouldNameItsThreads() throws Exception {
        List<String> names = new ArrayList<>();
        for (MediaLoop loop : loops.all()) {
            names.add(loop.call(() -> Thread.currentThread().getName()));
        }
        assertThat(names).containsExactlyInAnyOrder("media-0", "media-1");
    }

    @Test
    void shouldRefuseToBeUsedFromOutside() throws Exception {
        MediaLoop loop = loops.next();
        assertThatThrownBy(() -> loop.add(new Stream(0), 0)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> loop.call(() -> loop.call(() -> 1))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldSayWhenAPortIsTaken() throws Exception {
        MediaLoop loop = loops.next();
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        loop.call(() -> {
            UdpSocket first = loop.openUdp(any, new Deaf());
            assertThatThrownBy(() -> loop.openUdp(first.local(), new Deaf())).isInstanceOf(BindException.class);
            first.close();
            return null;
        });
    }

    @Test
    void shouldOutliveAnUnreachablePeer() throws Exception {
        MediaLoop loop = loops.next();
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        Deaf listener = new Deaf();
        loop.call(() -> {
            UdpSocket gone = loop.openUdp(any, new Deaf());
            gone.close();
            UdpSocket socket = loop.openUdp(any, listener);
            for (int i = 0; i < 3; i++) {
                socket.send(socket.allocator().directBuffer(4).writeInt(i), gone.local());
            }
            socket.send(socket.allocator().directBuffer(4).writeInt(9), socket.local());
            return null;
        });
        assertThat(listener.heard.get(5, TimeUnit.SECONDS)).isEqualTo(9);
    }

    private static final class Deaf implements UdpSocket.Listener {
        private final CompletableFuture<Integer> heard = new CompletableFuture<>();

        @Override
        public void onDatagram(io.netty.buffer.ByteBuf datagram, InetSocketAddress from, long arrivalNs) {
            heard.complete(datagram.getInt(datagram.readerIndex()));
        }

        @Override
        public void onFault(RuntimeException fault) {
            heard.completeExceptionally(fault);
        }
    }
}
