package io.earshot.livekit.dispatch;

import io.earshot.livekit.dispatch.Explanation.Fit;
import io.earshot.livekit.dispatch.Explanation.Verdict;
import java.util.ArrayList;
import java.util.List;

/** A trunk or rule while it is judged. Confined to one evaluation. */
final class Candidate<T> {
    private final T subject;
    private final String id;
    private final String name;
    private final List<String> why = new ArrayList<>();
    private Fit fit = Fit.OUTRANKED;

    Candidate(T subject, String id, String name) {
        this.subject = subject;
        this.id = id;
        this.name = name;
    }

    T subject() {
        return subject;
    }

    String id() {
        return id;
    }

    /** How it is called in explanations. */
    String label() {
        String shown = id.isEmpty() ? "(no id)" : id;
        return name.isEmpty() ? shown : shown + " \"" + name + "\"";
    }

    void exclude(String reason) {
        fit = Fit.EXCLUDED;
        why.add(reason);
    }

    void settle(Fit how, String reason) {
        fit = how;
        why.add(reason);
    }

    /** Settles what nothing was said about. */
    void settleIfOpen(String reason) {
        if (why.isEmpty()) {
            why.add(reason);
        }
    }

    void note(String remark) {
        why.add(remark);
    }

    boolean excluded() {
        return fit == Fit.EXCLUDED;
    }

    Verdict verdict() {
        return new Verdict(id, name, fit, why);
    }
}
