package io.earshot.tools.serve;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells systemd what the process is doing (sd_notify(3), for units of {@code Type=notify}), by systemd's own program: the
 * platform has no datagram sockets in the file system. Without a {@code NOTIFY_SOCKET} in the environment nothing is told.
 * What cannot be told is logged and changes nothing else. Thread-safe because it has no state.
 */
final class Systemd {
    private static final Logger log = LoggerFactory.getLogger(Systemd.class);
    private static final int PATIENCE_SECONDS = 10;

    private final boolean listening;
    private final String program;

    /** The manager that started this process, if one did. */
    static Systemd of(Map<String, String> environment) {
        return new Systemd(environment, "systemd-notify");
    }

    /** The same with another program. */
    Systemd(Map<String, String> environment, String program) {
        this.listening = !environment.getOrDefault("NOTIFY_SOCKET", "").isEmpty();
        this.program = program;
    }

    /** Calls are taken. {@code status} is a line for {@code systemctl status}. */
    void ready(String status) {
        tell("READY=1", status);
    }

    /** The process was asked to stop and is doing so. */
    void stopping(String status) {
        tell("STOPPING=1", status);
    }

    private void tell(String state, String status) {
        if (!listening) {
            return;
        }
        try {
            Process telling = new ProcessBuilder(program, state, "STATUS=" + status)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!telling.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || telling.exitValue() != 0) {
                telling.destroyForcibly();
                log.warn("systemd could not be told {}", state);
            }
        } catch (IOException missing) {
            log.warn("systemd could not be told {}: {}", state, missing.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
