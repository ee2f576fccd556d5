/** Configuration: the only place that reads files and the environment. Binds YAML onto records and reports all faults at once. */
@NullMarked
package io.earshot.bridge.config;

import org.jspecify.annotations.NullMarked;
