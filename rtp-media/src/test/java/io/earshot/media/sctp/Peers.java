package io.earshot.media.sctp;

import io.earshot.media.sim.ManualClock;
import io.earshot.media.sim.SimulatedNetwork;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;

/** Two ends of an association over a simulated network. */
final class Peers implements AutoCloseable {
    /** What one end heard, and its channels. */
    static final class End implements DataChannelListener {
        final DataChannels channels;
        final List<DataChannel> open = new ArrayList<>();
        final List<DataChannel> closed = new ArrayList<>();
        final List<String> texts = new ArrayList<>();
        final List<byte[]> binaries = new ArrayList<>();
        final List<String> downs = new ArrayList<>();
        int ups;
        int pendings;
        private final InetSocketAddress address;
        private final Numbers numbers;

        private End(boolean client, SctpConfig config, InetSocketAddress address, long seed) {
            this.address = address;
            numbers = Numbers.draw(new Random(seed));
            channels = new DataChannels(client, config, this, numbers);
        }

        /** The verification tag of packets to it. */
        int tag() {
            return numbers.tag();
        }

        DataChannel channel(String label) {
            return open.stream()
                    .filter(each -> each.label().equals(label))
                    .findFirst()
                    .orElseThrow();
        }

        @Override
        public void onUp() {
            ups++;
        }

        @Override
        public void onOpen(DataChannel channel) {
            open.add(channel);
        }

        @Override
        public void onMessage(DataChannel channel, ByteBuf message, boolean text) {
            if (text) {
                texts.add(message.toString(StandardCharsets.UTF_8));
            } else {
                byte[] copy = new byte[message.readableBytes()];
                message.getBytes(message.readerIndex(), copy);
                binaries.add(copy);
            }
        }

        @Override
        public void onClosed(DataChannel channel) {
            closed.add(channel);
        }

        @Override
        public void onPending() {
            pendings++;
        }

        @Override
        public void onDown(String reason) {
            downs.add(reason);
        }
    }

    final ManualClock clock = new ManualClock();
    final SimulatedNetwork network;
    final End client;
    final End server;

    Peers(long seed, SimulatedNetwork.Conditions conditions) {
        this(seed, conditions, SctpConfig.DEFAULT);
    }

    Peers(long seed, SimulatedNetwork.Conditions conditions, SctpConfig config) {
        network = new SimulatedNetwork(seed, clock, conditions);
        client = new End(true, config, new InetSocketAddress("192.0.2.1", 1000), seed * 2 + 1);
        server = new End(false, config, new InetSocketAddress("192.0.2.2", 1000), seed * 2 + 2);
        attach(client);
        attach(server);
    }

    /** Both begin; returns once both are up. */
    Peers up() {
        client.channels.start(clock.nowNs());
        server.channels.start(clock.nowNs());
        runUntil(() -> client.ups == 1 && server.ups == 1);
        return this;
    }

    /** Lets time pass, a millisecond at a time, until something is true; fails after a simulated minute or ten. */
    void runUntil(BooleanSupplier done) {
        for (int ms = 0; !done.getAsBoolean(); ms++) {
            if (ms > 600_000) {
                throw new AssertionError(
                        "it never happened: " + client.channels.counters() + ", " + server.channels.counters());
            }
            step();
        }
    }

    /** Lets so many milliseconds pass. */
    void run(int ms) {
        for (int i = 0; i < ms; i++) {
            step();
        }
    }

    /** Sends what both have to send. */
    void drain() {
        drain(client, server);
        drain(server, client);
    }

    static ByteBuf utf8(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        network.close();
    }

    private void step() {
        drain();
        clock.advanceMs(1);
        network.deliver();
        tick(client);
        tick(server);
        drain();
    }

    private void tick(End end) {
        long deadlineNs = end.channels.deadlineNs();
        if (deadlineNs != Long.MAX_VALUE && deadlineNs - clock.nowNs() <= 0) {
            end.channels.onDeadline(clock.nowNs());
        }
    }

    private void attach(End end) {
        network.attach(end.address, (packet, from, arrivalNs) -> end.channels.onPacket(packet, arrivalNs));
    }

    private void drain(End from, End to) {
        for (ByteBuf out = from.channels.poll(clock.nowNs()); out != null; out = from.channels.poll(clock.nowNs())) {
            network.send(out, from.address, to.address);
        }
    }
}
