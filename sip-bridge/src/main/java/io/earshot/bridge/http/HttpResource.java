package io.earshot.bridge.http;

/** Answers requests for one path prefix, on a virtual thread: it may block. Thread-safe by contract. */
@FunctionalInterface
public interface HttpResource {
    /**
     * Answers a request.
     *
     * @param method request method, upper case
     * @param path the decoded path behind the prefix ("" for the prefix itself)
     * @param body request body, at most {@link HttpConfig#maxBody} octets
     */
    HttpAnswer answer(String method, String path, byte[] body);
}
