/** Files of what was heard and sent: WAV recordings. Blocking; not for a media loop under load. */
@NullMarked
package io.earshot.tools.capture;

import org.jspecify.annotations.NullMarked;
