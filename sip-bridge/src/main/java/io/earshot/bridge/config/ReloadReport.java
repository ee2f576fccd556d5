package io.earshot.bridge.config;

import java.util.List;

/**
 * What became of a new configuration. Immutable; holds no secret.
 *
 * @param outcome what became of it
 * @param changes keys that differ from the configuration accepted before; of a refused configuration none
 * @param pending every key whose accepted value waits for a restart, also from earlier reloads
 * @param faults why it was refused
 */
public record ReloadReport(
        Outcome outcome, List<KeyChange> changes, List<KeyChange> pending, List<ConfigFault> faults) {
    /** What became of a new configuration. */
    public enum Outcome {
        /** It is in force for new calls, but for the keys that wait for a restart. */
        APPLIED,
        /** Nothing differs from the one accepted before. */
        UNCHANGED,
        /** It has faults: nothing was changed. */
        REFUSED
    }

    public ReloadReport {
        changes = List.copyOf(changes);
        pending = List.copyOf(pending);
        faults = List.copyOf(faults);
    }

    /** Nothing was changed because of these faults. */
    public static ReloadReport refused(List<ConfigFault> faults, List<KeyChange> pending) {
        return new ReloadReport(Outcome.REFUSED, List.of(), pending, faults);
    }

    /** Changed keys that are in force for new calls. */
    public List<KeyChange> live() {
        return changes.stream().filter(KeyChange::inForce).toList();
    }
}
