package io.earshot.tools.doctor;

import java.util.List;

/**
 * What a check came to. Immutable.
 *
 * @param status the worst of its findings
 * @param measured what was measured, or why nothing was
 * @param findings what is wrong
 */
record Verdict(Status status, String measured, List<Finding> findings) {
    Verdict {
        findings = List.copyOf(findings);
    }

    static Verdict ok(String measured) {
        return new Verdict(Status.OK, measured, List.of());
    }

    static Verdict skipped(String reason) {
        return new Verdict(Status.SKIPPED, reason, List.of());
    }

    /** As bad as the worst finding; good without one. */
    static Verdict of(String measured, List<Finding> findings) {
        Status worst = Status.OK;
        for (Finding each : findings) {
            worst = each.severity().worseThan(worst) ? each.severity() : worst;
        }
        return new Verdict(worst, measured, findings);
    }

    static Verdict of(String measured, Finding finding) {
        return of(measured, List.of(finding));
    }
}
