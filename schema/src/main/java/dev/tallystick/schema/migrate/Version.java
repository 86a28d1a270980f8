package dev.tallystick.schema.migrate;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Where a migration stands in the order: `1`, `1.2`, `20261122.1`; compared number by number.
///
/// @param numbers never empty, none negative; zeros at the end mean nothing and are dropped, so
///   that `1.0` is `1`
public record Version(List<Long> numbers) implements Comparable<Version> {
  private static final Pattern TEXT = Pattern.compile("\\d{1,18}(?:[._]\\d{1,18})*");

  public Version {
    if (numbers.isEmpty() || numbers.stream().anyMatch(number -> number < 0)) {
      throw new IllegalArgumentException("not the numbers of a version: " + numbers);
    }
    int length = numbers.size();
    while (length > 1 && numbers.get(length - 1) == 0) length--;
    numbers = List.copyOf(numbers.subList(0, length));
  }

  /// A version as file names and people write it, with dots or underscores between the numbers.
  ///
  /// @throws IllegalArgumentException if `text` is no version
  public static Version parse(String text) {
    if (!TEXT.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "\"%s\" is no version; a version looks like 12 or 1.2".formatted(text));
    }
    return new Version(Stream.of(text.split("[._]", -1)).map(Long::valueOf).toList());
  }

  /// The version of one number.
  public static Version of(long number) {
    return new Version(List.of(number));
  }

  @Override
  public int compareTo(Version other) {
    int length = Math.max(numbers.size(), other.numbers.size());
    for (int i = 0; i < length; i++) {
      int order = Long.compare(number(i), other.number(i));
      if (order != 0) return order;
    }
    return 0;
  }

  private long number(int index) {
    return index < numbers.size() ? numbers.get(index) : 0;
  }

  /// The numbers with dots between them, as the history keeps them.
  @Override
  public String toString() {
    return numbers.stream().map(String::valueOf).collect(Collectors.joining("."));
  }
}
