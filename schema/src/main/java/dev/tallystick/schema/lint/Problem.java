package dev.tallystick.schema.lint;

import dev.tallystick.schema.catalogue.ObjectKey;

/// What a rule says about an object.
///
/// @param reason why it is wrong, in one or two sentences, with the figures
record Problem(ObjectKey object, Severity severity, String reason, Remedy remedy) {}
