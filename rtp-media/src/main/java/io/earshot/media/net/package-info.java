/**
 * The only owner of sockets, threads and the clock in this module: media loops with one tick each, UDP sockets pinned
 * to a loop, and the pool of port pairs.
 */
@NullMarked
package io.earshot.media.net;

import org.jspecify.annotations.NullMarked;
