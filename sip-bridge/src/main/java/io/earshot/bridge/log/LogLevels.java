package io.earshot.bridge.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.Marker;

/**
 * Levels that hold for a while: of a logger, of a call, or of the next calls of a number. While there are none, a line costs one read
 * more. Thread-safe: the levels are an immutable list behind a volatile, changed under the lock.
 */
public final class LogLevels extends TurboFilter {
    /** The levels of this process, as there is one log in it. */
    public static final LogLevels PROCESS = new LogLevels(System::nanoTime);

    private static final String OURS = "io.earshot";
    private static final int MOST = 100;

    private final LongSupplier clockNs;
    private volatile List<Temporary> all = List.of();

    /**
     * A level for a while. One of {@code logger}, {@code callId} and {@code number} is not empty.
     *
     * @param logger a logger, and those below it
     * @param callId a call
     * @param number called or calling number whose next calls are meant
     * @param level lines of this level and above are written
     * @param calls next calls of the number that are still meant
     * @param untilNs when it ends
     */
    public record Temporary(String logger, String callId, String number, String level, int calls, long untilNs) {
        private Level threshold() {
            return Level.toLevel(level);
        }
    }

    LogLevels(LongSupplier clockNs) {
        this.clockNs = clockNs;
    }

    /** Puts the levels in force; harmless when they are. Without Logback under SLF4J there is nothing to do. */
    public synchronized void install() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context
                && !context.getTurboFilterList().contains(this)) {
            setContext(context);
            start();
            context.addTurboFilter(this);
        }
    }

    /** Whether {@code level} is the name of one. */
    public static boolean isLevel(String level) {
        return Level.toLevel(level, null) != null;
    }

    /** Sets the level of a logger and those below it. */
    public void logger(String logger, String level, Duration time) {
        add(new Temporary(logger, "", "", level, 0, until(time)));
    }

    /** Sets the level of a call, by our id. */
    public void call(String callId, String level, Duration time) {
        add(new Temporary("", callId, "", level, 0, until(time)));
    }

    /** Sets the level of the next calls of a number, calling or called. */
    public void number(String number, String level, int calls, Duration time) {
        add(new Temporary("", "", number, level, calls, until(time)));
    }

    /** Ends all of them. */
    public synchronized void clear() {
        all = List.of();
    }

    /** Those in force. */
    public List<Temporary> list() {
        long nowNs = clockNs.getAsLong();
        return all.stream().filter(one -> one.untilNs() - nowNs > 0).toList();
    }

    /** How long one still holds. */
    public Duration left(Temporary one) {
        return Duration.ofNanos(Math.max(0, one.untilNs() - clockNs.getAsLong()));
    }

    /** Whether any is in force, so that it is worth finding out what a line would say. */
    public boolean any() {
        return !all.isEmpty();
    }

    /** A call begins: levels for its numbers become levels of the call. */
    public void callBegan(CallMark mark, String from, String to) {
        if (any()) {
            take(mark, from, to);
        }
    }

    private synchronized void take(CallMark mark, String from, String to) {
        List<Temporary> next = new ArrayList<>();
        for (Temporary one : list()) {
            boolean meant = !one.number().isEmpty() && (isNumber(from, one.number()) || isNumber(to, one.number()));
            if (!meant) {
                next.add(one);
                continue;
            }
            next.add(new Temporary("", mark.callId(), "", one.level(), 0, one.untilNs()));
            if (one.calls() > 1) {
                next.add(new Temporary("", "", one.number(), one.level(), one.calls() - 1, one.untilNs()));
            }
        }
        all = List.copyOf(next);
    }

    /** Whether a URI or number is that number. */
    private static boolean isNumber(String address, String number) {
        String user = address.replaceFirst("(?i)^(sips?|tel):", "").replaceFirst("[@;].*$", "");
        return user.equals(number);
    }

    @Override
    public FilterReply decide(
            @Nullable Marker marker,
            Logger logger,
            Level level,
            @Nullable String format,
            Object @Nullable [] params,
            @Nullable Throwable thrown) {
        List<Temporary> now = all;
        if (now.isEmpty()) {
            return FilterReply.NEUTRAL;
        }
        return decide(now, logger.getName(), level, params);
    }

    private FilterReply decide(List<Temporary> now, String logger, Level level, Object @Nullable [] params) {
        long nowNs = clockNs.getAsLong();
        String call = null;
        boolean expired = false;
        Temporary closest = null;
        for (Temporary one : now) {
            if (one.untilNs() - nowNs <= 0) {
                expired = true;
            } else if (!one.logger().isEmpty()) {
                boolean longer = closest == null
                        || one.logger().length() >= closest.logger().length();
                closest = below(logger, one.logger()) && longer ? one : closest;
            } else if (!one.callId().isEmpty() && logger.startsWith(OURS) && level.isGreaterOrEqual(one.threshold())) {
                call = call == null ? callOf(params) : call;
                if (one.callId().equals(call)) {
                    return FilterReply.ACCEPT;
                }
            }
        }
        if (expired) {
            forgetExpired();
        }
        if (closest == null) {
            return FilterReply.NEUTRAL;
        }
        return level.isGreaterOrEqual(closest.threshold()) ? FilterReply.ACCEPT : FilterReply.DENY;
    }

    private static String callOf(Object @Nullable [] params) {
        String marked = MDC.get(CallMark.CALL);
        if (marked != null) {
            return marked;
        }
        CallMark named = CallMarks.among(params);
        return named == null ? "" : named.callId();
    }

    private static boolean below(String logger, String above) {
        return above.equalsIgnoreCase("root")
                || logger.equals(above)
                || (logger.startsWith(above) && logger.charAt(above.length()) == '.');
    }

    private synchronized void add(Temporary one) {
        List<Temporary> next = new ArrayList<>(list());
        next.removeIf(other -> other.logger().equals(one.logger())
                && other.callId().equals(one.callId())
                && other.number().equals(one.number()));
        if (next.size() >= MOST) {
            throw new IllegalStateException("there are " + MOST + " levels in force already");
        }
        next.add(one);
        all = List.copyOf(next);
    }

    private synchronized void forgetExpired() {
        all = List.copyOf(list());
    }

    private long until(Duration time) {
        return clockNs.getAsLong() + time.toNanos();
    }
}
