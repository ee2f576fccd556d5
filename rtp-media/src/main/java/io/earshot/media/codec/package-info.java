/** RTP audio codecs of the trunk: PCMU, PCMA, G.722 and Opus, with loss concealment and comfort noise. */
@NullMarked
package io.earshot.media.codec;

import org.jspecify.annotations.NullMarked;
