package org.postern.engine.verdict;

/// A test of the sender, made at the gate while the client is still connected. What it finds is
/// evidence in any case ([#symbol]); whether it refuses by itself is a switch of each domain, whose
/// standard is [#refuses].
public enum GateTest {
  ADDRESS("the client's address is in a network that is blocked here", 10, true),
  RATE("the client, its network or everybody came too often", 2, true),
  EARLY_TALKER("the client spoke before it was greeted", 6, true),
  PIPELINING("the client sent commands before it could know that it may", 4, true),
  BARE_LINE_FEED("the client ended a command with a line feed alone", 3, false),
  NOT_SMTP("the client spoke another protocol", 10, true),
  DNSBL("lists of the DNS name the client's address, weighed together", 6, true),
  DNSWL("lists of the DNS vouch for the client's address", -3, false),
  HELO("the name in HELO is no name of the client", 1.5, false),
  REVERSE_DNS("the client's address has no name that leads back to it", 1.5, false),
  SENDER_DOMAIN("the sender's domain does not exist, or takes no mail", 5, true),
  GREYLIST("the sender is unknown and suspect, and was asked to come again", 0, true),
  HARVEST("the client's network asked for many recipients that do not exist", 4, true),
  ROUTED_RECIPIENT("a recipient has another address before its @", 3, true),
  REPUTATION("what the sender's network and domains sent before", 4, false),
  SPF("the owner of the sender's domain says this client may not send", 0, false),
  DMARC("the author's domain did not send it, and asks to refuse such mail", 0, true),
  AUTHORS("From names more authors than are asked about", 3, true);

  private final String meaning;
  private final double points;
  private final boolean refuses;

  GateTest(String meaning, double points, boolean refuses) {
    this.meaning = meaning;
    this.points = points;
    this.refuses = refuses;
  }

  /// What stands in a report where it found something.
  public Symbol symbol() {
    return Symbol.scored("GATE_" + name(), Group.SENDER, points, Stage.PRELIMINARY, meaning);
  }

  /// Whether it refuses where a domain does not say otherwise.
  public boolean refuses() {
    return refuses;
  }
}
