package io.earshot.tools.simulate.behaviour;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The faults in force; can be changed at any time. An occasion is one handshake or request (for the kinds at the door)
 * or one turn, answer or context (for the others). Thread-safe because every method locks.
 */
public final class Faults {
    private final List<Armed> armed = new ArrayList<>();
    private final SplittableRandom random;

    public Faults(List<Fault> faults, long seed) {
        random = new SplittableRandom(seed);
        replace(faults);
    }

    /** Sets what is in force from now on, with fresh counts. */
    public synchronized void replace(List<Fault> faults) {
        armed.clear();
        faults.forEach(fault -> armed.add(new Armed(fault)));
    }

    /** What is in force. */
    public synchronized List<Fault> inForce() {
        return armed.stream().map(armedFault -> armedFault.fault).toList();
    }

    /** What strikes the connection or request that is about to be let in; of kind NONE: nothing. */
    public synchronized Fault atDoor(Service service) {
        return next(service, true);
    }

    /** What strikes the turn, answer or context that begins now; of kind NONE: nothing. */
    public synchronized Fault inside(Service service) {
        return next(service, false);
    }

    private Fault next(Service service, boolean atDoor) {
        Fault found = Fault.always(service, FaultKind.NONE);
        for (Armed candidate : armed) {
            Fault fault = candidate.fault;
            boolean meant = fault.service() == service && fault.kind().atDoor() == atDoor;
            if (meant && candidate.strikes(random) && found.kind() == FaultKind.NONE) {
                found = fault;
            }
        }
        return found;
    }

    /** A fault with its counts; guarded by the owner's lock. */
    private static final class Armed {
        final Fault fault;
        private long occasions;
        private long strikes;

        Armed(Fault fault) {
            this.fault = fault;
        }

        boolean strikes(SplittableRandom random) {
            occasions++;
            long counted = occasions - fault.after();
            boolean due = counted > 0
                    && counted % fault.every() == 0
                    && (fault.times() == 0 || strikes < fault.times())
                    && (fault.probability() >= 1 || random.nextDouble() < fault.probability());
            strikes += due ? 1 : 0;
            return due;
        }
    }
}
