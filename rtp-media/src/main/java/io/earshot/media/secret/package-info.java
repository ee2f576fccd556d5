/** The one type that holds the characters of a secret; everything that is secret in the other modules keeps them in it. */
@NullMarked
package io.earshot.media.secret;

import org.jspecify.annotations.NullMarked;
