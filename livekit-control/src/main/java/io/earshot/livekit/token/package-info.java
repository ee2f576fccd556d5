/** Access tokens for LiveKit: keys whose secret cannot be printed, grants, and HS256 JSON Web Tokens. */
@NullMarked
package io.earshot.livekit.token;

import org.jspecify.annotations.NullMarked;
