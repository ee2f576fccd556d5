/** How long operations took, kept as histograms until somebody asks. Not for the packet path. */
@NullMarked
package io.earshot.media.measure;

import org.jspecify.annotations.NullMarked;
