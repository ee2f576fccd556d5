package io.earshot.tools.simulate.deepgram;

import io.earshot.tools.simulate.speech.AudioInput.Coding;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Query parameters, each read with its check; throws {@link ListenRefusal} as the vendor would. Immutable. */
final class Parameters {
    private static final Set<String> OTHER_ENCODINGS =
            Set.of("linear32", "flac", "amr-nb", "amr-wb", "opus", "ogg-opus", "speex", "g729");

    private final Map<String, List<String>> values;

    Parameters(Map<String, List<String>> values) {
        this.values = values;
    }

    /** Refuses keys that are not among {@code known}. */
    Parameters only(Set<String> known) {
        for (String key : values.keySet()) {
            if (!known.contains(key)) {
                throw ListenRefusal.invalid("unknown query parameter: " + key);
            }
        }
        return this;
    }

    /** The model's name, which begins with one of {@code families}. */
    String model(List<String> families) {
        String model = text("model");
        if (model == null) {
            throw ListenRefusal.invalid("query parameter model is required");
        }
        if (families.stream().noneMatch(model::startsWith)) {
            throw ListenRefusal.invalid("No such model/language/tier combination found.");
        }
        return model;
    }

    /** The coding; null: the audio says it itself. */
    @Nullable
    Coding coding() {
        String encoding = text("encoding");
        if (encoding != null && OTHER_ENCODINGS.contains(encoding)) {
            throw ListenRefusal.invalid("encoding " + encoding + " is not simulated: use linear16, mulaw or alaw");
        }
        return switch (encoding) {
            case null -> null;
            case "linear16" -> Coding.LINEAR16;
            case "mulaw" -> Coding.MULAW;
            case "alaw" -> Coding.ALAW;
            default -> throw ListenRefusal.invalid("invalid query parameter encoding: " + encoding);
        };
    }

    /** Hertz; needed where the coding is given. */
    int sampleRate(boolean needed) {
        int rate = number("sample_rate", needed ? 0 : 16_000);
        if (rate < 8_000 || rate > 48_000) {
            throw ListenRefusal.invalid("query parameter sample_rate must be 8000 to 48000 for raw audio");
        }
        return rate;
    }

    boolean flag(String name) {
        String text = text(name);
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            case null -> false;
            default -> throw ListenRefusal.invalid("query parameter " + name + " must be true or false");
        };
    }

    int number(String name, int otherwise) {
        String text = text(name);
        try {
            return text == null ? otherwise : Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw ListenRefusal.invalid("query parameter " + name + " must be a whole number");
        }
    }

    double fraction(String name, double otherwise, double least, double most) {
        String text = text(name);
        try {
            double value = text == null ? otherwise : Double.parseDouble(text);
            if (text == null || (value >= least && value <= most)) {
                return value;
            }
        } catch (NumberFormatException e) {
            // falls through to the refusal
        }
        throw ListenRefusal.invalid("query parameter " + name + " must be " + least + " to " + most);
    }

    @Nullable
    String text(String name) {
        List<String> all = values.get(name);
        return all == null ? null : all.get(0);
    }

    List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }
}
