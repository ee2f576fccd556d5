package io.earshot.media.sdp;

import io.earshot.media.codec.AudioCodec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which codecs a call may use, and who decides among those that both sides have. Immutable.
 *
 * @param codecs codecs we speak, best first; what is not here is never agreed on
 * @param offererDecides as answerer, take the offerer's first choice rather than ours
 */
public record CodecPolicy(List<AudioCodec> codecs, boolean offererDecides) {
    /** Prefers what reaches the speech providers without transcoding. */
    public static final CodecPolicy WITHOUT_TRANSCODING =
            prefer(List.of(AudioCodec.PCMU, AudioCodec.PCMA, AudioCodec.OPUS, AudioCodec.G722));

    /** Prefers the better sound where the caller offers it, at the price of transcoding. */
    public static final CodecPolicy WIDEBAND_FIRST =
            prefer(List.of(AudioCodec.OPUS, AudioCodec.G722, AudioCodec.PCMU, AudioCodec.PCMA));

    /** Takes the offerer's order, whatever it is. */
    public static final CodecPolicy OFFER_ORDER = new CodecPolicy(WITHOUT_TRANSCODING.codecs(), true);

    /**
     * Checks the list.
     *
     * @throws IllegalArgumentException when it is empty or names a codec twice
     */
    public CodecPolicy {
        codecs = List.copyOf(codecs);
        if (codecs.isEmpty() || codecs.stream().distinct().count() != codecs.size()) {
            throw new IllegalArgumentException("codecs must be named once each, and at least one: " + codecs);
        }
    }

    /** Our order decides. */
    public static CodecPolicy prefer(List<AudioCodec> codecs) {
        return new CodecPolicy(codecs, false);
    }

    /** The same codecs, chosen in the offerer's order. */
    public CodecPolicy inOfferOrder() {
        return new CodecPolicy(codecs, true);
    }

    /**
     * The format to use among {@code offered}, or null when none is ours.
     *
     * @param current codec of the running call, kept while it is still offered; null for a new call
     */
    @Nullable
    PayloadFormat choose(List<PayloadFormat> offered, @Nullable AudioCodec current) {
        if (offererDecides) {
            return first(offered, codecs);
        }
        PayloadFormat kept = current == null || !codecs.contains(current) ? null : first(offered, List.of(current));
        for (int i = 0; kept == null && i < codecs.size(); i++) {
            kept = first(offered, List.of(codecs.get(i)));
        }
        return kept;
    }

    private static @Nullable PayloadFormat first(List<PayloadFormat> offered, List<AudioCodec> wanted) {
        for (PayloadFormat format : offered) {
            AudioCodec codec = format.codec();
            if (codec != null && wanted.contains(codec)) {
                return format;
            }
        }
        return null;
    }
}
