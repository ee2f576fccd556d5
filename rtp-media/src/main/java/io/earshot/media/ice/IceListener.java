package io.earshot.media.ice;

import java.net.InetSocketAddress;

/** Hears an {@link IceAgent}, from within its methods. */
public interface IceListener {
    /** The state changed. */
    void onIceState(IceState state, String reason);

    /** A pair was selected, the first or another one. Before the state that follows from it. */
    void onSelected(int base, InetSocketAddress remote);
}
