package io.earshot.media.sim;

import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * Carries datagrams between addresses with delay, jitter (and so reordering), loss and duplication, all drawn from a
 * seed: the same seed gives the same run.
 */
public final class SimulatedNetwork implements AutoCloseable {
    /** Receives datagrams at one address; they are borrowed. */
    public interface Receiver {
        /** A datagram arrived. */
        void onDatagram(ByteBuf datagram, InetSocketAddress from, long arrivalNs);
    }

    /**
     * How bad the network is.
     *
     * @param loss share of datagrams lost, 0 to 1
     * @param duplicate share of datagrams delivered twice
     * @param delayMs least delay
     * @param jitterMs most delay added to it, evenly spread
     */
    public record Conditions(double loss, double duplicate, int delayMs, int jitterMs) {
        /** Everything arrives at once. */
        public static final Conditions PERFECT = new Conditions(0, 0, 0, 0);
    }

    private record Flight(ByteBuf datagram, InetSocketAddress from, InetSocketAddress to, long arrivalNs, long order) {}

    private final ManualClock clock;
    private final Random random;
    private final Map<InetSocketAddress, Receiver> receivers = new HashMap<>();
    private final PriorityQueue<Flight> flights;
    private Conditions conditions;
    private long order;

    /** A network whose misfortunes follow from {@code seed}. */
    public SimulatedNetwork(long seed, ManualClock clock, Conditions conditions) {
        this.clock = clock;
        this.random = new Random(seed);
        this.conditions = conditions;
        long origin = clock.nowNs();
        this.flights = new PriorityQueue<>(Comparator.comparingLong((Flight flight) -> flight.arrivalNs() - origin)
                .thenComparing(Flight::order));
    }

    /** Changes the conditions for what is sent from now on. */
    public void conditions(Conditions now) {
        conditions = now;
    }

    /** Listens at an address. */
    public void attach(InetSocketAddress address, Receiver receiver) {
        receivers.put(address, receiver);
    }

    /** Sends a datagram, which is released. */
    public void send(ByteBuf datagram, InetSocketAddress from, InetSocketAddress to) {
        int copies = random.nextDouble() < conditions.loss() ? 0 : random.nextDouble() < conditions.duplicate() ? 2 : 1;
        for (int i = 0; i < copies; i++) {
            long delayNs = (long) ((conditions.delayMs() + random.nextDouble() * conditions.jitterMs()) * 1_000_000);
            flights.add(new Flight(datagram.copy(), from, to, clock.nowNs() + delayNs, order++));
        }
        datagram.release();
    }

    /** Delivers what has arrived by now. */
    public void deliver() {
        while (!flights.isEmpty() && flights.peek().arrivalNs() - clock.nowNs() <= 0) {
            Flight flight = flights.remove();
            Receiver receiver = receivers.get(flight.to());
            if (receiver != null) {
                receiver.onDatagram(flight.datagram(), flight.from(), flight.arrivalNs());
            }
            flight.datagram().release();
        }
    }

    /** Drops what is under way. */
    @Override
    public void close() {
        flights.forEach(flight -> flight.datagram().release());
        flights.clear();
    }
}
