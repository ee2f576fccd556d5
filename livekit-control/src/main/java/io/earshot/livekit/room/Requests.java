package io.earshot.livekit.room;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import livekit.LivekitRtc.RequestResponse;
import livekit.LivekitRtc.SignalRequest;
import livekit.LivekitRtc.UpdateParticipantMetadata;
import org.jspecify.annotations.Nullable;

/** Requests that the server answers by number: bounded in number and time, sent again after a reconnect. Confined to the room's loop. */
final class Requests {
    private static final long NEVER = Long.MAX_VALUE;
    private static final int MOST = 256;

    /** Takes the outcome of one request. */
    interface Answer {
        void done();

        void failed(String cause);
    }

    private record Pending(SignalRequest request, Answer answer, long limitNs) {}

    private final RoomCounters counters;
    private final Consumer<UpdateParticipantMetadata> accepted;
    private final Map<Integer, Pending> pending = new LinkedHashMap<>();
    private int lastId;

    /** @param accepted told of each change that the server accepted */
    Requests(RoomCounters counters, Consumer<UpdateParticipantMetadata> accepted) {
        this.counters = counters;
        this.accepted = accepted;
    }

    /** Numbers a change of ours and keeps it until it is answered; null when too many wait (the answer has failed then). */
    @Nullable
    SignalRequest add(UpdateParticipantMetadata.Builder change, Answer answer, long limitNs) {
        if (pending.size() >= MOST) {
            answer.failed("too many requests wait for the server");
            return null;
        }
        int id = ++lastId;
        SignalRequest request = SignalRequest.newBuilder()
                .setUpdateMetadata(change.setRequestId(id))
                .build();
        pending.put(id, new Pending(request, answer, limitNs));
        return request;
    }

    /** The server's answer; true when it was one of these. */
    boolean answered(RequestResponse response) {
        Pending request = pending.remove(response.getRequestId());
        if (request == null) {
            return false;
        }
        if (response.getReason() == RequestResponse.Reason.OK) {
            accepted.accept(request.request().getUpdateMetadata());
            request.answer().done();
        } else {
            counters.count(RoomCounters.Count.REQUESTS_REFUSED);
            request.answer().failed(cause(response));
        }
        return true;
    }

    static String cause(RequestResponse response) {
        return "the server refused: " + response.getReason()
                + (response.getMessage().isEmpty() ? "" : ", " + response.getMessage());
    }

    /** All that still wait, to be sent again. */
    List<SignalRequest> unanswered() {
        return pending.values().stream().map(Pending::request).toList();
    }

    long deadlineNs() {
        long earliest = NEVER;
        for (Pending each : pending.values()) {
            earliest = Math.min(earliest, each.limitNs());
        }
        return earliest;
    }

    void onDeadline(long nowNs) {
        List<Pending> late = new ArrayList<>();
        pending.values().removeIf(each -> each.limitNs() - nowNs <= 0 && late.add(each));
        for (Pending each : late) {
            counters.count(RoomCounters.Count.REQUESTS_TIMED_OUT);
            each.answer().failed("the server did not answer in time");
        }
    }

    /** The room is over. */
    void failAll(String cause) {
        List<Pending> all = new ArrayList<>(pending.values());
        pending.clear();
        all.forEach(each -> each.answer().failed(cause));
    }
}
