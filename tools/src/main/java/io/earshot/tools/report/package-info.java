/**
 * What is known about a call after it, from both ends of the wire, and how it is shown: as text on a terminal and as
 * one HTML file. Everything here is computed from plain records, so a report can be drawn again later.
 */
@NullMarked
package io.earshot.tools.report;

import org.jspecify.annotations.NullMarked;
