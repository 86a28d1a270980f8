package dev.tallystick.schema.drift;

import dev.tallystick.schema.catalogue.Catalogue;

/// The sides that are compared, each printed as the shadow prints it.
///
/// @param files what the files declare
/// @param migrations what all migrations declare
/// @param applied what those migrations declare that the live database has
/// @param live what the live database declares, in the scope of the others; where there is none,
///   `applied`
public record Sides(Catalogue files, Catalogue migrations, Catalogue applied, Catalogue live) {}
