package io.earshot.bridge.config;

import java.io.Serial;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The configuration cannot be used; carries every fault found. The command line answers it with exit code 78. */
public final class ConfigException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    private final transient List<ConfigFault> faults;

    public ConfigException(List<ConfigFault> faults) {
        super(ordered(faults).map(ConfigFault::toString).collect(Collectors.joining("\n")));
        this.faults = ordered(faults).toList();
    }

    private static Stream<ConfigFault> ordered(List<ConfigFault> faults) {
        return faults.stream().sorted(Comparator.comparingInt(ConfigFault::line));
    }

    /** All faults, in the order of the file. */
    public List<ConfigFault> faults() {
        return faults;
    }
}
