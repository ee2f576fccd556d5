package io.earshot.perf.compare;

import io.earshot.perf.load.Percentiles;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/** Measures one level: idle, calls begun at a fixed rate, a window with all of them up, and their end. Used by one thread. */
final class PathLevel {
    private static final long IDLE_MS = 3_000;
    private static final long SETTLE_MS = 3_000;
    private static final long ANSWER_MS = 15_000;
    private static final int WARM_CALLS = 8;
    private static final double BUSY = 0.97;
    private static final double US_PER_MS = 1_000;

    private final String subject;
    private final int port;
    private final long subjectPid;
    private final long serverPid;
    private final double rate;
    private final long windowMs;

    /**
     * @param port where the subject takes SIP
     * @param subjectPid its process
     * @param rate new calls a second
     */
    PathLevel(String subject, int port, long subjectPid, long serverPid, double rate, long windowMs) {
        this.subject = subject;
        this.port = port;
        this.subjectPid = subjectPid;
        this.serverPid = serverPid;
        this.rate = rate;
        this.windowMs = windowMs;
    }

    /** A few calls that nobody looks at: classes are loaded, compilers have begun, at both ends. */
    void warmUp(RoomSide rooms) throws IOException, InterruptedException {
        PathTimes times = new PathTimes(WARM_CALLS);
        rooms.measure(times);
        InetSocketAddress target = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        try (Callers callers = new Callers(target, Deployment.NUMBER, times, rate)) {
            callers.call(WARM_CALLS);
            awaitUp(callers, WARM_CALLS);
            Thread.sleep(SETTLE_MS);
        } finally {
            rooms.leaveAll();
        }
    }

    PathResult measure(int calls, RoomSide rooms) throws IOException, InterruptedException {
        PathTimes times = new PathTimes(calls);
        rooms.measure(times);
        Usage idleFrom = Usage.of(subjectPid, serverPid);
        Thread.sleep(IDLE_MS);
        Usage idle = Usage.of(subjectPid, serverPid);
        InetSocketAddress target = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        Callers callers = new Callers(target, Deployment.NUMBER, times, rate);
        try (callers) {
            callers.call(calls);
            awaitUp(callers, calls);
            Thread.sleep(SETTLE_MS);
            times.reset();
            long receivedBefore = callers.received();
            long lostBefore = callers.lost();
            Usage from = Usage.of(subjectPid, serverPid);
            Thread.sleep(windowMs);
            Usage to = Usage.of(subjectPid, serverPid);
            Window window = new Window(
                    calls,
                    callers.up(),
                    callers.received() - receivedBefore,
                    callers.lost() - lostBefore,
                    idleFrom,
                    idle,
                    from,
                    to);
            callers.close();
            return result(window, callers, times);
        } finally {
            rooms.leaveAll();
        }
    }

    /** Figures at the window's ends. */
    private record Window(
            int calls, int held, long received, long lost, Usage idleFrom, Usage idle, Usage from, Usage to) {}

    private PathResult result(Window window, Callers callers, PathTimes times) {
        Percentiles answer = Percentiles.of(callers.answerUs(), US_PER_MS);
        Percentiles toRoom = Percentiles.of(times.toRoomUs(), US_PER_MS);
        Percentiles toCaller = Percentiles.of(times.toCallerUs(), US_PER_MS);
        double idlePercent = window.idle.subjectPercent(window.idleFrom);
        double perCall = (window.to.subjectPercent(window.from) - idlePercent) / Math.max(1, window.held);
        double serverIdle = window.idle.serverPercent(window.idleFrom);
        double busy = window.to.machine().busySince(window.from.machine());
        return new PathResult(
                subject,
                window.calls,
                window.held,
                perCall,
                idlePercent,
                (window.to.subjectMb() - window.idle.subjectMb()) / Math.max(1, window.held),
                window.idle.subjectMb(),
                (window.to.serverPercent(window.from) - serverIdle) / Math.max(1, window.held),
                answer,
                toRoom,
                toCaller,
                new double[] {toRoom.p50Ms() + toCaller.p50Ms(), toRoom.p99Ms() + toCaller.p99Ms()},
                window.lost * 100.0 / Math.max(1, window.received + window.lost),
                busy,
                problems(window, times.toRoomUs(), times.toCallerUs(), busy));
    }

    private static List<String> problems(Window window, Histogram toRoom, Histogram toCaller, double busy) {
        List<String> problems = new ArrayList<>();
        if (window.held < window.calls) {
            problems.add((window.calls - window.held) + " calls failed");
        }
        if (toRoom.getTotalCount() == 0 || toCaller.getTotalCount() == 0) {
            problems.add("nothing was heard");
        }
        if (busy > BUSY) {
            problems.add("machine busy");
        }
        return problems;
    }

    private void awaitUp(Callers callers, int calls) throws InterruptedException {
        long deadlineNs = System.nanoTime() + (long) (calls / rate * 1e9) + ANSWER_MS * 1_000_000;
        while (callers.up() + callers.failed() < calls && System.nanoTime() - deadlineNs < 0) {
            Thread.sleep(20);
        }
    }
}
