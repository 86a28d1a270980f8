package dev.tallystick.referral;

import java.util.UUID;

/// The two sides of a referral: who brought, and who was brought.
public record Pair(UUID referrer, UUID referred) {}
