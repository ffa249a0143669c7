package org.postern.engine.follow;

import java.util.List;
import java.util.stream.Collectors;
import org.postern.engine.url.WebAddress;

/// What came of following one link.
///
/// @param chain from the link on, each leading to the next; the link alone where it led nowhere
/// @param end what is known of the last one
/// @param hidden whether the last one leads on, but it was not found out where
public record Resolution(List<WebAddress> chain, End end, boolean hidden) {

  /// The longest address that is shown whole.
  private static final int SHOWN = 120;

  public Resolution {
    chain = List.copyOf(chain);
    if (chain.isEmpty()) {
      throw new IllegalArgumentException("a chain without the link");
    }
  }

  /// What is known of the last address of a chain.
  public sealed interface End {

    /// It answered, and leads no further.
    ///
    /// @param status of HTTP
    /// @param type of the content, lower case, without parameters; empty where it is not told
    /// @param name of the file that is offered; empty where none is
    record Answered(int status, String type, String name) implements End {}

    /// It was not asked.
    record NotAsked(Reason why) implements End {}

    /// It was asked, and nothing was learnt.
    record Failed(Fault why) implements End {}
  }

  /// Why an address is not asked.
  public enum Reason {
    /// Path or query look as if the address works only once, or belongs to one person.
    MAY_WORK_ONCE("it may work only once"),
    /// It is the link of this message to unsubscribe, or is called so.
    UNSUBSCRIBES("it is there to unsubscribe"),
    /// It belongs to ourselves.
    OWN("it is one of our own"),
    /// A user, another port, or a path too long.
    UNUSUAL("its form is unusual"),
    /// More links of the message were followed already.
    MANY("too many links"),
    /// As many hops as are followed at most.
    HOPS("too many hops"),
    /// It was there before.
    LOOP("it leads back");

    private final String words;

    Reason(String words) {
      this.words = words;
    }

    @Override
    public String toString() {
      return words;
    }
  }

  /// Why nothing was learnt. Some of it is different a minute later.
  public enum Fault {
    NO_SUCH_NAME("there is no such host", false),
    NO_ADDRESS("its host has no address", false),
    NO_NAME_SERVICE("the DNS did not tell its address", true),
    FORBIDDEN("its address is not of the public internet", false),
    UNREACHABLE("it cannot be reached", true),
    TLS("its certificate or its encryption is not good", false),
    LATE("no answer in time", true),
    MALFORMED("its answer is not HTTP", false),
    LARGE("its answer is too large", false),
    ODD_TARGET("it leads to what is no web address", false),
    BUSY("too many others are asked", true);

    private final String words;
    private final boolean passing;

    Fault(String words, boolean passing) {
      this.words = words;
      this.passing = passing;
    }

    /// Whether another try may bring more.
    public boolean passing() {
      return passing;
    }

    @Override
    public String toString() {
      return words;
    }
  }

  /// A link that hides where it leads, and was not asked.
  public static Resolution notAsked(WebAddress link, Reason why) {
    return new Resolution(List.of(link), new End.NotAsked(why), true);
  }

  static Resolution failed(WebAddress link, Fault why) {
    return new Resolution(List.of(link), new End.Failed(why), true);
  }

  /// The link that was followed.
  public WebAddress link() {
    return chain.getFirst();
  }

  /// The last address that is known.
  public WebAddress target() {
    return chain.getLast();
  }

  /// Whether it leads to another address.
  public boolean leads() {
    return chain.size() > 1;
  }

  /// Whether another try may bring more.
  boolean passing() {
    return end instanceof End.Failed(Fault why) && why.passing();
  }

  /// `bit.ly/x leads to evil.example/login`, for people: without the scheme, each shortened.
  public String told() {
    return chain.stream().map(Resolution::told).collect(Collectors.joining(" leads to "));
  }

  /// An address for people.
  public static String told(WebAddress address) {
    String text = address.toString();
    int start = text.indexOf("://");
    String plain = start < 0 ? text : text.substring(start + 3);
    return plain.length() > SHOWN ? plain.substring(0, SHOWN) + "…" : plain;
  }
}
