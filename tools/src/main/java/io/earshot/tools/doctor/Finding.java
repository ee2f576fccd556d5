package io.earshot.tools.doctor;

/**
 * Something that is wrong. Immutable; never holds a secret or a token.
 *
 * @param severity {@code WARNING} or {@code FAULT}
 * @param kind what part is at fault
 * @param cause the likely cause
 * @param fix what to do
 */
record Finding(Status severity, FaultClass kind, String cause, String fix) {
    static Finding fault(FaultClass kind, String cause, String fix) {
        return new Finding(Status.FAULT, kind, cause, fix);
    }

    static Finding warning(FaultClass kind, String cause, String fix) {
        return new Finding(Status.WARNING, kind, cause, fix);
    }
}
