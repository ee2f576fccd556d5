package io.earshot.media.ice;

import io.earshot.media.sim.ManualClock;
import io.earshot.media.sim.SimulatedNetwork;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** Sessions on a simulated network, driven by a clock that jumps. */
final class SimulatedIce implements AutoCloseable {
    static final IceConfig TIMES = new IceConfig(15_000_000_000L, 5_000_000_000L, 30_000_000_000L);

    final ManualClock clock = new ManualClock();
    final SimulatedNetwork network;
    final Set<InetSocketAddress> dead = new HashSet<>();
    private final List<Side> sides = new ArrayList<>();

    SimulatedIce(SimulatedNetwork.Conditions conditions, long seed) {
        network = new SimulatedNetwork(seed, clock, conditions);
    }

    static InetSocketAddress at(String host, int port) {
        return new InetSocketAddress(host, port);
    }

    Side side(long seed, InetSocketAddress... addresses) {
        Side side = new Side(seed, List.of(addresses));
        sides.add(side);
        return side;
    }

    /** Lets time pass, a millisecond a step, until it holds; false when it does not within {@code ms}. */
    boolean within(long ms, BooleanSupplier holds) {
        for (long i = 0; i <= ms; i++) {
            for (Side side : sides) {
                if (Deadline.isDue(side.ice.deadlineNs(), clock.nowNs())) {
                    side.ice.onDeadline(clock.nowNs());
                }
            }
            network.deliver();
            if (holds.getAsBoolean()) {
                return true;
            }
            clock.advanceMs(1);
        }
        return false;
    }

    void pass(long ms) {
        within(ms, () -> false);
    }

    @Override
    public void close() {
        network.close();
    }

    /** One agent's side. */
    final class Side implements IceWire, IceSession.Listener {
        final List<InetSocketAddress> addresses;
        final IceSession ice;
        final List<IceState> states = new ArrayList<>();
        final List<InetSocketAddress> selected = new ArrayList<>();
        final List<IceCandidate> found = new ArrayList<>();
        final List<InetSocketAddress> sentTo = new ArrayList<>();
        final List<InetSocketAddress> connects = new ArrayList<>();

        Side(long seed, List<InetSocketAddress> addresses) {
            this.addresses = addresses;
            List<LocalBase> bases = new ArrayList<>();
            for (int i = 0; i < addresses.size(); i++) {
                int base = i;
                bases.add(new LocalBase(addresses.get(i), 65_535 - i));
                network.attach(
                        addresses.get(i), (datagram, from, nowNs) -> ice().onDatagram(datagram, base, from, nowNs));
            }
            this.ice = new IceSession(TIMES, bases, new Random(seed), this, this);
        }

        private IceSession ice() {
            return ice;
        }

        void connect(Side other, boolean controlling, boolean lite) {
            ice.connect(other.ice.credentials(), controlling, lite, clock.nowNs());
            other.ice.candidates().forEach(candidate -> ice.addRemote(candidate, clock.nowNs()));
        }

        IceState state() {
            return ice.state();
        }

        InetSocketAddress peer() {
            return selected.getLast();
        }

        void receive(ByteBuf datagram, InetSocketAddress from) {
            ice.onDatagram(datagram, 0, from, clock.nowNs());
        }

        @Override
        public void send(int base, byte[] octets, int length, InetSocketAddress to) {
            InetSocketAddress from = addresses.get(base);
            sentTo.add(to);
            if (!dead.contains(from) && !dead.contains(to)) {
                network.send(Unpooled.copiedBuffer(octets, 0, length), from, to);
            }
        }

        @Override
        public void connect(InetSocketAddress remote) {
            connects.add(remote);
        }

        @Override
        public void onIceState(IceState state, String reason) {
            states.add(state);
        }

        @Override
        public void onSelected(int base, InetSocketAddress remote) {
            selected.add(remote);
        }

        @Override
        public void onLocalCandidate(IceCandidate candidate) {
            found.add(candidate);
        }
    }
}
