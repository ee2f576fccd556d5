package io.earshot.tools.doctor;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * A configuration of livekit-server or livekit-sip, which holds secrets: it is never printed. Immutable.
 *
 * @param values the document; empty when it cannot be read
 * @param problem why it cannot be read, or empty
 */
record PeerYaml(Map<?, ?> values, String problem) {
    private static final int MOST_OCTETS = 1 << 20;

    /** The one in {@code file}, or null where none was given. */
    static @Nullable PeerYaml readIfGiven(@Nullable Path file) {
        return file == null ? null : read(file);
    }

    static PeerYaml read(Path file) {
        if (Files.isDirectory(file)) {
            return new PeerYaml(Map.of(), "is a directory");
        }
        try {
            if (Files.size(file) > MOST_OCTETS) {
                return new PeerYaml(Map.of(), "is larger than 1 MB");
            }
            return parse(Files.readString(file));
        } catch (NoSuchFileException none) {
            return new PeerYaml(Map.of(), "does not exist");
        } catch (AccessDeniedException forbidden) {
            return new PeerYaml(Map.of(), "may not be read by this user");
        } catch (CharacterCodingException binary) {
            return new PeerYaml(Map.of(), "is no text");
        } catch (IOException unreadable) {
            return new PeerYaml(
                    Map.of(), "cannot be read (" + unreadable.getClass().getSimpleName() + ")");
        }
    }

    static PeerYaml parse(String text) {
        try {
            LoadSettings settings =
                    LoadSettings.builder().setMaxAliasesForCollections(10).build();
            return new Load(settings).loadFromString(text) instanceof Map<?, ?> map
                    ? new PeerYaml(map, "")
                    : new PeerYaml(Map.of(), "is no mapping of keys to values");
        } catch (YamlEngineException wrong) {
            return new PeerYaml(Map.of(), "is not valid YAML");
        }
    }

    /** The text at {@code path}, such as {@code redis}, {@code address}; empty where there is none. */
    String text(String... path) {
        Object at = values;
        for (String name : path) {
            at = at instanceof Map<?, ?> map ? map.get(name) : null;
        }
        return words(at);
    }

    /** Names and values of the mapping at {@code name}. */
    Map<String, String> pairs(String name) {
        Map<String, String> pairs = new LinkedHashMap<>();
        if (values.get(name) instanceof Map<?, ?> map) {
            map.forEach((key, value) -> pairs.put(words(key), words(value)));
        }
        return pairs;
    }

    private static String words(@Nullable Object value) {
        return switch (value) {
            case null -> "";
            case List<?> list -> list.stream().map(PeerYaml::words).sorted().collect(Collectors.joining(","));
            default -> value.toString();
        };
    }

    @Override
    public String toString() {
        return "PeerYaml[" + values.size() + " keys]";
    }
}
