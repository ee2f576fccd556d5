package io.earshot.tools.demo;

import io.earshot.tools.call.CallWatcher;
import io.earshot.tools.call.SipStep;
import io.earshot.tools.console.Ink;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Shows the call while it goes on, a line for each thing that happens. Thread-safe because printing is synchronized. */
final class DemoWatcher implements CallWatcher {
    private final PrintWriter out;
    private final Ink ink;
    private final long startNs = System.nanoTime();

    DemoWatcher(PrintWriter out, Ink ink) {
        this.out = out;
        this.ink = ink;
    }

    @Override
    public void onSip(SipStep step) {
        if (!step.outgoing() && step.text().startsWith("18")) {
            say("ringing");
        }
    }

    @Override
    public void onAnswered(String codec) {
        say("answered, " + codec);
    }

    @Override
    public void onSaying(String utterance) {
        say(ink.caller("caller") + " says " + utterance);
    }

    @Override
    public void onAgentTalking() {
        say(ink.agent("agent") + " speaks");
    }

    /** A line with the time since the start. */
    synchronized void say(String text) {
        double seconds = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs) / 1e3;
        out.println(ink.faint(String.format(Locale.ROOT, "%8.1f s", seconds)) + "  " + text);
        out.flush();
    }
}
