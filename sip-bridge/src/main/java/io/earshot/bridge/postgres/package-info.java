/** Call records in a PostgreSQL database. */
@NullMarked
package io.earshot.bridge.postgres;

import org.jspecify.annotations.NullMarked;
