/** Tests of what is in sip-bridge/deploy and sip-bridge/docs: dashboards, rules, manifests, guides. */
@NullMarked
package io.earshot.tools.deploy;

import org.jspecify.annotations.NullMarked;
