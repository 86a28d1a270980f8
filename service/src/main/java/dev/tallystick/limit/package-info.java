/// How often something may be tried: a limit is a rule (so many tries, that come back evenly over a
/// period) applied to a subject (a network address, a user, a service key, an e-mail address).
///
/// The state of each is a row of rate_limits, so that all servers count together; a subject is
/// stored as a hash, never as it is. What a limit means to who is refused is the edge's business.
@NullMarked
package dev.tallystick.limit;

import org.jspecify.annotations.NullMarked;
