package io.earshot.media.rtcp;

import io.earshot.media.codec.AudioCodec;

/**
 * The E-model in the simplified form used for planning: all parameters of ITU-T G.107 at their defaults except delay
 * and packet loss, so that {@code R = 93.2 - Id - Ie,eff}. Id follows Cole and Rosenbluth (2001); Ie,eff is equation
 * 7-29 of G.107. Stateless.
 */
public final class EModel {
    /** R of a perfect narrowband connection with default parameters. */
    public static final double BEST_R = 93.2;

    private EModel() {}

    /** Equipment impairment (Ie) and packet-loss robustness (Bpl) of a codec. */
    record Impairment(double ie, double bpl) {
        /**
         * G.711 with concealment by repetition or better: G.113 Appendix I (Ie 0, Bpl 25.1 with G.711 Appendix I, 4.3
         * without any). We pass G.711 on with silence in the gaps, so we rate what we hear as without. The ITU gives no
         * narrowband figures for G.722 and Opus: these are taken as unimpaired, with the robustness of a good
         * concealment (G.722) and of in-band FEC (Opus).
         */
        static Impairment of(AudioCodec codec) {
            return switch (codec) {
                case PCMU, PCMA -> new Impairment(0, 4.3);
                case G722 -> new Impairment(0, 15);
                case OPUS -> new Impairment(0, 30);
            };
        }
    }

    /**
     * R of one direction.
     *
     * @param oneWayDelayMs mouth to ear, milliseconds
     * @param lossPercent packets lost or discarded, percent
     * @param burstRatio 1 for random loss, more when losses come in bursts (G.107, section 7.5)
     */
    public static double r(AudioCodec codec, double oneWayDelayMs, double lossPercent, double burstRatio) {
        double r =
                BEST_R - delayImpairment(oneWayDelayMs) - lossImpairment(Impairment.of(codec), lossPercent, burstRatio);
        return Math.clamp(r, 0, 100);
    }

    static double delayImpairment(double delayMs) {
        return 0.024 * delayMs + (delayMs > 177.3 ? 0.11 * (delayMs - 177.3) : 0);
    }

    static double lossImpairment(Impairment codec, double lossPercent, double burstRatio) {
        double loss = Math.clamp(lossPercent, 0, 100);
        return loss == 0
                ? codec.ie()
                : codec.ie() + (95 - codec.ie()) * loss / (loss / Math.max(1, burstRatio) + codec.bpl());
    }

    /** Mean opinion score of a conversation, 1 to 4.5 (G.107, Annex B). */
    public static double mos(double r) {
        if (r <= 0) {
            return 1;
        }
        return r >= 100 ? 4.5 : Math.max(1, 1 + 0.035 * r + r * (r - 60) * (100 - r) * 7e-6);
    }
}
