/** JAIN-SIP's two logging plugs, led to slf4j: without them the stack asks for log4j 1.2, which must not come back. */
@NullMarked
package io.earshot.sip.log;

import org.jspecify.annotations.NullMarked;
