package io.earshot.bridge.config;

import java.util.List;

/** A configuration whose parts may not fit together although each is right for itself. */
interface Checked {
    /** What does not fit, once everything is loaded. */
    List<ConfigFault> faults();
}
