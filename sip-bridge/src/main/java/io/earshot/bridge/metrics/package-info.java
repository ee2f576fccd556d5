/**
 * Metric families for Prometheus: built from what the parts of the bridge count, with a bounded number of series, latencies as
 * classic and native histograms. Knows no other package of the bridge, so that each of them can use it.
 */
@NullMarked
package io.earshot.bridge.metrics;

import org.jspecify.annotations.NullMarked;
