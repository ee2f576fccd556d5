/** Load runs: SIPp's talking calls against a bridge and simulators in processes of their own, and what they cost. */
@NullMarked
package io.earshot.perf.load;

import org.jspecify.annotations.NullMarked;
