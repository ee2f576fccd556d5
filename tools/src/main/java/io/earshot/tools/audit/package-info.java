/** What the program is made of: its bill of materials, and whether parts of it have known vulnerabilities. */
@NullMarked
package io.earshot.tools.audit;

import org.jspecify.annotations.NullMarked;
