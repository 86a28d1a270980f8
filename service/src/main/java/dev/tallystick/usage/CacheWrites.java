package dev.tallystick.usage;

/// Cache writes by the lifetime they were made for.
record CacheWrites(long fiveMinutes, long oneHour) {
  /// Splits the total in a field by lifetime. What the split leaves over was written for five
  /// minutes, the default of all providers; without a total, the parts are the total.
  static CacheWrites split(UsageReader reader, Field total, long fiveMinutes, long oneHour) {
    if (!reader.has(total)) return new CacheWrites(fiveMinutes, oneHour);
    var writes = new Remainder(reader.count(total));
    long long1h = writes.take(oneHour);
    long short5m = writes.take(fiveMinutes);
    long unsplit = writes.left(reader, total);
    if (unsplit > 0 && fiveMinutes + oneHour > 0) {
      reader.expectTotal(total, fiveMinutes + oneHour, fiveMinutes + oneHour);
    }
    return new CacheWrites(short5m + unsplit, long1h);
  }
}
