package io.earshot.bridge.config;

import java.time.Duration;
import java.util.List;

/**
 * Stereo recordings of calls: the caller on the left, the agent or the room on the right. Immutable.
 *
 * @param directory where files go, in a folder a day; empty: there are no recordings
 * @param record which calls are recorded unasked
 * @param rules which calls, when by rules
 * @param format of the files
 * @param consent what is said to callers whose calls are recorded unasked
 * @param announcement the sentence, spoken before the greeting
 * @param maxTime longest recording
 * @param keep files older than this are deleted; 0: none for age
 * @param keepBytes the oldest files are deleted when all are larger than this together; 0: any
 */
public record RecordingConfig(
        String directory,
        Which record,
        List<RecordingRule> rules,
        Format format,
        Consent consent,
        String announcement,
        Duration maxTime,
        Duration keep,
        long keepBytes) {
    /** Which calls are recorded unasked. */
    public enum Which {
        /** None; single ones by request. */
        OFF,
        /** Every call. */
        ALL,
        /** Those that a rule is about. */
        RULES
    }

    /** How a recording is written. */
    public enum Format {
        /** 16-bit linear samples. */
        WAV,
        /** Opus in Ogg, each side a stream of its own. */
        OPUS
    }

    /** What callers are told. */
    public enum Consent {
        /** Nothing: consent was got otherwise, or none is needed. */
        NONE,
        /** The announcement. */
        ANNOUNCE
    }

    public RecordingConfig {
        rules = List.copyOf(rules);
        if (maxTime.toSeconds() < 1) {
            throw new IllegalArgumentException("max_time must be at least 1s");
        }
        if (keep.isNegative() || keepBytes < 0) {
            throw new IllegalArgumentException("keep and keep_bytes must not be negative");
        }
        if (consent == Consent.ANNOUNCE && announcement.isBlank()) {
            throw new IllegalArgumentException("consent announce needs an announcement");
        }
        if (record != Which.OFF && directory.isEmpty()) {
            throw new IllegalArgumentException("recordings need a directory");
        }
    }

    /** No recordings; once there are, announced ones as WAV, kept for thirty days. */
    public static RecordingConfig defaults() {
        return new RecordingConfig(
                "",
                Which.OFF,
                List.of(),
                Format.WAV,
                Consent.ANNOUNCE,
                "This call is recorded.",
                Duration.ofHours(4),
                Duration.ofDays(30),
                0);
    }

    /** Whether there may be recordings. */
    public boolean configured() {
        return !directory.isEmpty();
    }

    /** Whether a call is recorded unasked. */
    public boolean wants(String number, String caller, String trunk) {
        return switch (record) {
            case OFF -> false;
            case ALL -> true;
            case RULES -> rules.stream().anyMatch(rule -> rule.matches(number, caller, trunk));
        };
    }
}
