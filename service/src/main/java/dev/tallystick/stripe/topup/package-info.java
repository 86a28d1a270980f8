/// Credits that are bought for users by themselves, when they run short.
///
/// - **auto top-up**: what a user wants bought, when, and for how much money a month at most.
/// - **shortfall**: fewer credits are available than a user wants to have; **top-up**: what is
///   bought for it.
///
/// Owns the tables auto_top_ups and top_ups. Does not own what a top-up's payment gives.
@NullMarked
package dev.tallystick.stripe.topup;

import org.jspecify.annotations.NullMarked;
