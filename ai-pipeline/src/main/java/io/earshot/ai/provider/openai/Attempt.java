package io.earshot.ai.provider.openai;

import io.earshot.ai.provider.ApiKey;
import io.earshot.ai.provider.LoopMailbox;
import io.earshot.ai.provider.ProviderCounters;
import io.earshot.ai.provider.ProviderFailure;
import io.earshot.ai.provider.ProviderFailure.Kind;
import io.earshot.ai.provider.RetryAfter;
import io.earshot.ai.provider.VendorText;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Instant;
import javax.net.ssl.SSLException;
import okhttp3.Call;
import okhttp3.Response;
import okio.BufferedSource;

/**
 * One HTTP request, read on a virtual thread of its own: blocking there is cheap, and parsing does not hold up the
 * loop. Everything it finds goes through its mailbox. Thread-safe because only {@link #cancel} is called from outside,
 * and the HTTP client allows that.
 */
final class Attempt implements Runnable {
    private static final int READ_BYTES = 4_096;
    private static final int LARGEST_ERROR_BODY = 4_096;

    private final String provider;
    private final ApiKey key;
    private final Call call;
    private final ProviderCounters counters;
    private final LoopMailbox<Signal> mailbox;
    private volatile boolean abandoned;

    Attempt(String provider, ApiKey key, Call call, ProviderCounters counters, LoopMailbox<Signal> mailbox) {
        this.provider = provider;
        this.key = key;
        this.call = call;
        this.counters = counters;
        this.mailbox = mailbox;
    }

    void start() {
        Thread.ofVirtual().name("earshot-llm").start(this);
    }

    /** Drops the request. Closing a socket may block, so that happens on a thread of its own. */
    void cancel() {
        abandoned = true;
        Thread.ofVirtual().name("earshot-llm-cancel").start(call::cancel);
    }

    @Override
    public void run() {
        Completion completion = new Completion(provider, counters, this::post);
        try (Response response = call.execute()) {
            counters.count(ProviderCounters.Event.CONNECTED);
            if (response.isSuccessful()) {
                read(response.body().source(), completion);
            } else {
                post(refusal(response));
            }
        } catch (IOException e) {
            if (!abandoned) {
                completion.fail(kind(e), VendorText.clean(String.valueOf(e), key));
            }
        } catch (RuntimeException e) {
            completion.fail(Kind.PROTOCOL, "unexpected: " + e.getClass().getName());
            throw e;
        }
    }

    private void read(BufferedSource body, Completion completion) throws IOException {
        byte[] buffer = new byte[READ_BYTES];
        int length = body.read(buffer);
        while (length >= 0 && !abandoned && completion.feed(buffer, length)) {
            length = body.read(buffer);
        }
        completion.end();
    }

    private Signal.Failed refusal(Response response) throws IOException {
        OpenAiError error =
                OpenAiError.ofBody(response.peekBody(LARGEST_ERROR_BODY).string());
        int status = response.code();
        String requestId = response.header("x-request-id", "");
        String detail = VendorText.clean("HTTP " + status + " " + requestId + " " + error.text(), key);
        long waitMs =
                RetryAfter.millis(response.header("retry-after-ms"), response.header("retry-after"), Instant.now());
        String told = response.header("x-should-retry", "");
        boolean repeatable = "true".equals(told) || (!"false".equals(told) && mayRepeat(status));
        return new Signal.Failed(new ProviderFailure(provider, Kind.ofHttpStatus(status), detail, waitMs), repeatable);
    }

    private static boolean mayRepeat(int status) {
        return status == 408 || status == 409 || status == 429 || status == 498 || status >= 500;
    }

    private static Kind kind(IOException e) {
        return switch (e) {
            case SocketTimeoutException _ -> Kind.TIMEOUT;
            case ProtocolException _ -> Kind.PROTOCOL;
            case java.net.ConnectException _ -> Kind.UNREACHABLE;
            case UnknownHostException _ -> Kind.UNREACHABLE;
            case SSLException _ -> Kind.UNREACHABLE;
            default -> Kind.DISCONNECTED;
        };
    }

    private void post(Signal signal) {
        if (!abandoned && !mailbox.post(signal)) {
            abandoned = true;
            call.cancel();
        }
    }
}
