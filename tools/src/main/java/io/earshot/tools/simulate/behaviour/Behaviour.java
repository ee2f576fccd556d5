package io.earshot.tools.simulate.behaviour;

/** What every simulated vendor shares: its delays, its faults and where it counts. Thread-safe because its parts are. */
public record Behaviour(Latencies latencies, Faults faults, SimulatorStats stats) {
    /** What strikes the connection or request that is about to be let in, counted; of kind NONE: nothing. */
    public Fault faultAtDoor(Service service) {
        return counted(faults.atDoor(service));
    }

    /** What strikes the turn, answer or context that begins now, counted; of kind NONE: nothing. */
    public Fault faultInside(Service service) {
        return counted(faults.inside(service));
    }

    private Fault counted(Fault fault) {
        if (fault.kind() != FaultKind.NONE) {
            stats.count(fault.service().label() + ".faults." + fault.kind().label());
        }
        return fault;
    }
}
