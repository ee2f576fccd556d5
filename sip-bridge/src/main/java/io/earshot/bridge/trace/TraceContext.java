package io.earshot.bridge.trace;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The trace of a call: taken from the caller where there is a valid one, else made. Immutable.
 *
 * @param traceId 32 lower-case hex digits, not all zero (W3C Trace Context, section 3.2.2.3)
 * @param parent the span that the call's own span belongs under, or null when the trace begins with the call
 */
public record TraceContext(String traceId, @Nullable Parent parent) {
    private static final Pattern TRACE_ID = Pattern.compile("[0-9a-f]{32}");
    private static final Pattern TRACEPARENT =
            Pattern.compile("([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?");
    private static final Pattern SESSION_ID = Pattern.compile("\\s*([0-9A-Fa-f]{32})\\s*(;.*)?");
    private static final String NO_TRACE = "0".repeat(32);
    private static final String NO_SPAN = "0".repeat(16);
    private static final int LONGEST = 512;

    /** Where a trace context is looked for, best first. */
    private static final String[] TRACEPARENT_NAMES = {"traceparent", "x-traceparent"};

    private static final String[] SESSION_NAMES = {"session-id", "x-session-id"};

    /**
     * Somebody else's span. Immutable.
     *
     * @param spanId 16 lower-case hex digits, not all zero
     * @param sampled whether they record the trace
     */
    public record Parent(String spanId, boolean sampled) {
        public Parent {
            Objects.requireNonNull(spanId);
        }
    }

    public TraceContext {
        if (!valid(traceId)) {
            throw new IllegalArgumentException("not a trace id");
        }
    }

    /** A trace that begins here. */
    public static TraceContext fresh() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        // Never all zero: one bit is always set.
        return new TraceContext(hex(random.nextLong()) + hex(random.nextLong() | 1), null);
    }

    /**
     * The trace that header fields or attributes name: {@code traceparent} (W3C), else the caller's half of {@code Session-ID} (RFC
     * 7989 section 5), each also with {@code X-} before it; one that begins here when there is none or it is malformed.
     *
     * @param field the value of a header field by its name in lower case, or null
     */
    public static TraceContext from(Function<String, @Nullable String> field) {
        for (String name : TRACEPARENT_NAMES) {
            Optional<TraceContext> found = parse(field.apply(name));
            if (found.isPresent()) {
                return found.get();
            }
        }
        for (String name : SESSION_NAMES) {
            Optional<TraceContext> found = session(field.apply(name));
            if (found.isPresent()) {
                return found.get();
            }
        }
        return fresh();
    }

    /** The trace of a {@code traceparent}; empty when it is malformed. A later version is read as version 00. */
    static Optional<TraceContext> parse(@Nullable String traceparent) {
        if (traceparent == null || traceparent.length() > LONGEST) {
            return Optional.empty();
        }
        Matcher parts = TRACEPARENT.matcher(traceparent.strip());
        if (!parts.matches()
                || parts.group(1).equals("ff")
                || (parts.group(1).equals("00") && parts.group(5) != null)) {
            return Optional.empty();
        }
        if (!valid(parts.group(2)) || parts.group(3).equals(NO_SPAN)) {
            return Optional.empty();
        }
        boolean sampled = (Integer.parseInt(parts.group(4), 16) & 1) != 0;
        return Optional.of(new TraceContext(parts.group(2), new Parent(parts.group(3), sampled)));
    }

    private static Optional<TraceContext> session(@Nullable String sessionId) {
        if (sessionId == null || sessionId.length() > LONGEST) {
            return Optional.empty();
        }
        Matcher uuid = SESSION_ID.matcher(sessionId);
        String id = uuid.matches() ? uuid.group(1).toLowerCase(Locale.ROOT) : "";
        return valid(id) ? Optional.of(new TraceContext(id, null)) : Optional.empty();
    }

    /**
     * The value of a {@code traceparent} header field for what is done because of the call. Without a parent the span's id is derived
     * from the trace's, so that it is the call's own span in every export.
     */
    public String traceparent() {
        return "00-" + traceId + "-" + callSpanId() + (parent == null || parent.sampled() ? "-01" : "-00");
    }

    /** The caller's span as a {@code traceparent}, or null when the trace begins with the call. */
    public @Nullable String parentText() {
        return parent == null ? null : "00-" + traceId + "-" + parent.spanId() + (parent.sampled() ? "-01" : "-00");
    }

    /**
     * The value of a {@code traceparent} header field for what is done because of a call.
     *
     * @param traceId the call's trace
     * @param parentText its {@link #parentText}, or null
     * @return null when there is no such trace
     */
    public static @Nullable String traceparent(@Nullable String traceId, @Nullable String parentText) {
        if (traceId == null || !valid(traceId)) {
            return null;
        }
        Parent parent = parse(parentText).map(TraceContext::parent).orElse(null);
        return new TraceContext(traceId, parent).traceparent();
    }

    /** The id of the call's own span: the same wherever it is asked for, 16 hex digits. */
    public String callSpanId() {
        return callSpanId(traceId);
    }

    /** The id of the own span of a call with that trace. */
    public static String callSpanId(String traceId) {
        long high = Long.parseUnsignedLong(traceId, 0, 16, 16);
        long low = Long.parseUnsignedLong(traceId, 16, 32, 16);
        long mixed = (high ^ Long.rotateLeft(low, 31)) * 0x9E37_79B9_7F4A_7C15L;
        return hex(mixed == 0 ? 1 : mixed);
    }

    /** The id of the span of a call's turn: the same whenever it is told, 16 hex digits. */
    public static String turnSpanId(String traceId, String callId, int turn) {
        long mixed = Long.parseUnsignedLong(traceId, 16, 32, 16) ^ turn;
        for (int i = 0; i < callId.length(); i++) {
            mixed = (mixed ^ callId.charAt(i)) * 0x100_0000_01B3L;
        }
        mixed = (mixed ^ (mixed >>> 29)) * 0x9E37_79B9_7F4A_7C15L;
        return hex(mixed == 0 ? 1 : mixed);
    }

    private static boolean valid(String traceId) {
        return TRACE_ID.matcher(traceId).matches() && !traceId.equals(NO_TRACE);
    }

    private static String hex(long bits) {
        String digits = Long.toHexString(bits);
        return "0".repeat(16 - digits.length()) + digits;
    }
}
