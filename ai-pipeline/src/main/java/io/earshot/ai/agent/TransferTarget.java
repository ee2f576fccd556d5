package io.earshot.ai.agent;

/**
 * A place where the model may send the caller: it chooses a name and never an address. Immutable.
 *
 * @param name what the model calls it
 * @param uri SIP or tel URI for the REFER
 */
public record TransferTarget(String name, String uri) {
    public TransferTarget {
        if (name.isBlank() || uri.isBlank()) {
            throw new IllegalArgumentException(
                    "a transfer target needs a name and a URI: '" + name + "' '" + uri + "'");
        }
    }
}
