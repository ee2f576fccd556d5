package io.earshot.perf.crash;

import java.util.Locale;

/**
 * What became of the records. Immutable.
 *
 * @param kills times that the bridge was killed
 * @param calls calls that were begun
 * @param finished calls whose BYE was answered
 * @param lost finished calls without a record
 * @param doubled calls with more than one record
 * @param cut calls that a kill took in the middle, answered ones
 * @param cutRecorded those of them with a record of the end {@code interrupted}
 * @param unanswered calls that a kill took before they were answered
 * @param unansweredRecorded those of them with a record
 * @param undecided calls whose BYE was sent and not answered when the bridge was killed
 * @param undecidedRecorded those of them with a record, whatever it says
 * @param failed calls that went wrong otherwise: refused, hung up by the bridge, not answered by a living one
 * @param records records in the journal
 * @param completed records that a killed process had only in its tail, written by the next one
 * @param torn half lines at the end of the file after a kill, all of which the next process had to cut off
 * @param messages messages that the receiver got
 * @param repeated messages that it got again, and knew by their id
 * @param undelivered finished calls that it was never told of
 * @param doubledDeliveries calls that it was told of under two ids
 * @param rows rows in the database, -1 without one
 */
public record CrashResult(
        int kills,
        int calls,
        long finished,
        long lost,
        long doubled,
        long cut,
        long cutRecorded,
        long unanswered,
        long unansweredRecorded,
        long undecided,
        long undecidedRecorded,
        long failed,
        int records,
        int completed,
        int torn,
        int messages,
        int repeated,
        long undelivered,
        int doubledDeliveries,
        long rows) {
    /** Whether every finished call has exactly one record, everywhere. */
    public boolean nothingLost() {
        return finished > 0
                && lost == 0
                && doubled == 0
                && undelivered == 0
                && doubledDeliveries == 0
                && (rows < 0 || rows == records);
    }

    /** A table for people. */
    public String text() {
        return String.format(
                Locale.ROOT,
                """
                %d calls, the bridge killed %d times

                | | calls | with a record |
                |---|---:|---:|
                | finished: BYE answered | %d | %d |
                | cut short, answered | %d | %d (interrupted) |
                | INVITE sent, not answered | %d | %d |
                | BYE sent, not answered (either is right) | %d | %d |
                | refused, or ended otherwise | %d | |

                finished calls without a record: %d
                calls with two records: %d
                records in the journal: %d, of which %d came from the tail of a killed process
                torn last lines cut off: %d
                receiver: %d messages, %d of them again under a known id; finished calls not told of: %d; told of under two ids: %d
                database: %s
                verdict: %s
                """,
                calls,
                kills,
                finished,
                finished - lost,
                cut,
                cutRecorded,
                unanswered,
                unansweredRecorded,
                undecided,
                undecidedRecorded,
                failed,
                lost,
                doubled,
                records,
                completed,
                torn,
                messages,
                repeated,
                undelivered,
                doubledDeliveries,
                rows < 0 ? "none" : rows + " rows",
                nothingLost() ? "nothing lost, nothing doubled" : "NOT what is promised");
    }
}
