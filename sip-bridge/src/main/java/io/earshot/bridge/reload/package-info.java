/**
 * Takes over a changed configuration while calls run: on SIGHUP, when a file changes, or when an administrator asks. All of it or nothing,
 * and everybody can see which.
 */
@NullMarked
package io.earshot.bridge.reload;

import org.jspecify.annotations.NullMarked;
