/** The vendors of speech and language as the configuration names them, and whether they take our keys. Makes no call. */
@NullMarked
package io.earshot.bridge.vendor;

import org.jspecify.annotations.NullMarked;
