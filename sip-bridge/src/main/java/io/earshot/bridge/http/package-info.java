/** The bridge's HTTP side: health, metrics, calls and latency. A small hardened server on Netty and the resources it serves. */
@NullMarked
package io.earshot.bridge.http;

import org.jspecify.annotations.NullMarked;
