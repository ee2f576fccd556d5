package io.earshot.sip;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The calls alive, found by dialog, and the INVITEs lately seen. Thread-safe because its tables are concurrent. */
final class CallRegistry {

    private final Map<String, SipCall> byDialog = new ConcurrentHashMap<>();
    private final Map<String, String> branchOfInvite = new ConcurrentHashMap<>();
    private final Set<SipCall> placed = ConcurrentHashMap.newKeySet();
    private final AtomicInteger alive = new AtomicInteger();

    /** Takes a place for a call, unless {@code most} calls hold one already. */
    boolean reserve(int most) {
        if (alive.incrementAndGet() > most) {
            alive.decrementAndGet();
            return false;
        }
        return true;
    }

    /** Gives back a reserved place that no call will fill. */
    void cancelReservation() {
        alive.decrementAndGet();
    }

    void add(SipCall call) {
        placed.add(call);
        byDialog.put(key(call.callId(), call.dialog().localTag()), call);
    }

    /** Forgets the call; false when it was forgotten already. */
    boolean remove(SipCall call) {
        if (byDialog.remove(key(call.callId(), call.dialog().localTag()), call)) {
            vacate(call);
            return true;
        }
        return false;
    }

    /** The call is over but for messages on their way: its place is another's. */
    void vacate(SipCall call) {
        if (placed.remove(call)) {
            alive.decrementAndGet();
        }
    }

    /** Whether nothing is under way any more. */
    boolean isEmpty() {
        return byDialog.isEmpty();
    }

    @Nullable
    SipCall find(String callId, @Nullable String localTag) {
        return localTag == null ? null : byDialog.get(key(callId, localTag));
    }

    int alive() {
        return alive.get();
    }

    Collection<SipCall> all() {
        return List.copyOf(byDialog.values());
    }

    /**
     * Notes an INVITE under what a merged copy of it would share (RFC 3261 section 8.2.2.2); false when the same came
     * before by another branch.
     */
    boolean noteInvite(String identity, String branch) {
        String known = branchOfInvite.putIfAbsent(identity, branch);
        return known == null || known.equals(branch);
    }

    void forgetInvite(String identity) {
        branchOfInvite.remove(identity);
    }

    private static String key(String callId, String tag) {
        return callId + ' ' + tag;
    }
}
