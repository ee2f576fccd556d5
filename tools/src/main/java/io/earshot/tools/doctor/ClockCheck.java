package io.earshot.tools.doctor;

import java.util.Locale;

/** Whether something keeps this machine's clock right. */
final class ClockCheck implements Check {
    @Override
    public String name() {
        return "clock";
    }

    @Override
    public Verdict run(Patient patient) {
        return judge(KernelClock.read(), patient.worked(LiveKitClockCheck.NAME));
    }

    /**
     * Judges the kernel's state.
     *
     * @param agrees whether another clock was compared and agreed
     */
    static Verdict judge(KernelClock clock, boolean agrees) {
        if (!clock.known()) {
            return Verdict.skipped("the kernel does not tell whether its clock is synchronised");
        }
        if (clock.synchronised()) {
            return Verdict.ok(String.format(
                    Locale.ROOT, "synchronised, by the kernel's reckoning within %.1f ms", clock.errorMs()));
        }
        // In containers and guests the host may keep the time without telling: a clock that agrees is proof enough.
        return agrees
                ? Verdict.ok("nothing on this machine synchronises the clock, but it agrees with LiveKit's")
                : Verdict.of(
                        "not synchronised",
                        Finding.warning(
                                FaultClass.MACHINE,
                                "nothing synchronises this machine's clock; once it is off by more than a minute LiveKit refuses"
                                        + " our tokens",
                                "Run chrony or systemd-timesyncd here (or on the host of this guest)."));
    }
}
