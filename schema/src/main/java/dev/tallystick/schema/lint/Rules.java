package dev.tallystick.schema.lint;

import java.util.List;

/// Every rule; suppressions judge themselves.
final class Rules {
  static final List<Rule> ALL =
      List.of(
          new CharAndVarcharLimit(),
          new ComputedColumn(),
          new CreatedAtWithoutDefault(),
          new DuplicateIndex(),
          new ForeignKeyTypeMismatch(),
          new ForeignKeyWithoutIndex(),
          new IdentityNotSerial(),
          new IndexFarFromTable(),
          new IndexWithoutComment(),
          new InvalidIndex(),
          new JsonNotJsonb(),
          new KeyNearExhaustion(),
          new LowSelectivityIndex(),
          new MissingComment(),
          new MissingPrimaryKey(),
          new MoneyAsFloat(),
          new NameSaysUnique(),
          new NotValidConstraint(),
          new NullableUniqueColumn(),
          new ReceivedValueChanged(),
          new RedundantIndex(),
          new TableReadWhole(),
          new TimestampIndex(),
          new TimestampWithoutTimeZone(),
          new UnusedIndex());

  private Rules() {}
}
