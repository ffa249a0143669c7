package org.postern.gateway.config;

/// The mass mail criterion: the section `bulk`.
public record BulkKeys(
    @Key(
            doc =
                "Whether it is counted to how many recipients the same, or nearly the same, message"
                    + " goes. It takes up to 28 MB; nothing of it is written to the disk.",
            standard = "true")
        boolean enabled,
    @Key(
            doc =
                "Different recipients within ten minutes, of all domains together, from which on a"
                    + " message is mass mail: BULK, or BULK_ADVERTISING. That alone has no points.",
            standard = "30",
            least = "2",
            most = "1000000")
        int tenMinutes,
    @Key(doc = "The same within an hour.", standard = "60", least = "2", most = "1000000") int hour,
    @Key(doc = "The same within a day.", standard = "200", least = "2", most = "1000000") int day,
    @Key(
            doc =
                "Different organisations of authors, and as many different networks, that send the"
                    + " same to `ten_minutes` recipients or more within an hour, from which on"
                    + " BULK_SCATTERED has points: half of them, and all from twice as many on.",
            standard = "10",
            least = "2",
            most = "1000")
        int senders,
    @Key(
            doc =
                "Whether copies of what was found to be unwanted again and again are known before"
                    + " the reply: BULK_CONFIRMED. It takes up to 15 MB, and is written to the disk"
                    + " with what is counted of senders, as hashes. Not without `enabled`.",
            standard = "true")
        boolean waves) {
  public BulkKeys {
    if (hour < tenMinutes || day < hour) {
      throw new IllegalArgumentException("ten_minutes not above hour, hour not above day");
    }
  }
}
