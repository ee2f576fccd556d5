/** Commands that change how closely a running bridge is watched: its log's levels, captures of its calls. */
@NullMarked
package io.earshot.tools.observe;

import org.jspecify.annotations.NullMarked;
