package org.postern.engine.facts;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.postern.engine.follow.Resolution;
import org.postern.engine.follow.Resolutions;
import org.postern.engine.url.HostKind;
import org.postern.engine.url.WebAddress;

/// Where the links lead that a reader follows, to the web alone, in the order of the message.
///
/// @param all every link that a reader can click on and that is more than the name of a host in the
///   text; where there is none, every link
/// @param hidden those that no reader can click on: they say nothing of where one is led, but may
///   be odd
/// @param domains the different registrable domains (or addresses) that `all` lead to in the end,
///   those that are only quoted left out
/// @param quotedShare how much a quoted one counts, beside another; 1 where none is
public record LinkTargets(
    List<Target> all, List<Target> hidden, Set<String> domains, double quotedShare) {

  /// Where one link leads.
  ///
  /// @param address as written
  /// @param carried behind the redirectors that carry where they lead
  /// @param destination behind those that were followed too
  /// @param involved whether `carried` is of a domain that stands behind the message: what an
  ///   answer of the web says excuses nothing, since it can be another one for us than for the
  ///   reader
  /// @param kinds what is known of the hosts of `carried` and `destination`
  /// @param quoted whether it is somebody else's, and only shown; see [Quotation]
  public record Target(
      Link link,
      WebAddress address,
      WebAddress carried,
      WebAddress destination,
      boolean involved,
      Set<HostKind> kinds,
      boolean quoted) {

    /// Whether the web was asked where it leads, and told.
    public boolean followed() {
      return !carried.equals(destination);
    }

    /// Whether it is of that kind and not of those who stand behind the message.
    public boolean foreign(HostKind kind) {
      return !involved && kinds.contains(kind);
    }

    /// Whether a host of a sending platform or a link scanner stands between.
    public boolean wrapped() {
      return !address.equals(carried) || kinds.contains(HostKind.SENDING_PLATFORM);
    }
  }

  private static final Set<HostKind> SHORTENED = Set.of(HostKind.SHORTENER);

  public LinkTargets {
    all = List.copyOf(all);
    hidden = List.copyOf(hidden);
    domains = java.util.Collections.unmodifiableSet(new TreeSet<>(domains));
  }

  /// Looks at the links of a message.
  ///
  /// @param followed where those lead that were followed
  public static LinkTargets of(
      List<Link> links, SenderRelations relations, Resolutions followed, Quotation quotation) {
    boolean none = links.stream().noneMatch(LinkTargets::clickable);
    List<Target> all = new ArrayList<>();
    List<Target> hidden = new ArrayList<>();
    Set<String> domains = new TreeSet<>();
    Map<String, Set<HostKind>> kinds = new HashMap<>();
    for (Link link : links) {
      Abandoned.check();
      Optional<WebAddress> address = link.address().filter(WebAddress::web);
      boolean clickable = none || link.leads();
      if (address.isEmpty() || (!clickable && link.kind() == Link.Kind.BARE)) {
        continue;
      }
      boolean quoted = quotation.quotes(link);
      WebAddress carried = address.get().destination();
      WebAddress destination = followed.of(carried).map(Resolution::target).orElse(carried);
      String host = destination.host();
      Set<HostKind> known =
          hides(carried) ? SHORTENED : kinds.computeIfAbsent(carried.host(), HostKind::of);
      (clickable ? all : hidden)
          .add(
              new Target(
                  link,
                  address.get(),
                  carried,
                  destination,
                  relations.involves(carried.host()),
                  destination.equals(carried) ? known : both(known, HostKind.of(host)),
                  quoted));
      if (clickable && !quoted) {
        domains.add(destination.registrable().isEmpty() ? host : destination.registrable());
      }
    }
    return new LinkTargets(all, hidden, domains, quotation.share());
  }

  private static boolean clickable(Link link) {
    return link.leads() && link.address().filter(WebAddress::web).isPresent();
  }

  private static Set<HostKind> both(Set<HostKind> some, Set<HostKind> others) {
    EnumSet<HostKind> all = EnumSet.noneOf(HostKind.class);
    all.addAll(some);
    all.addAll(others);
    return all;
  }

  /// A known host that shortens addresses below one of its paths.
  private static boolean hides(WebAddress address) {
    return address.registrable().equals("linkedin.com") && address.path().startsWith("/slink");
  }

  /// Whether one that a reader sees leads to a domain that stands behind the message.
  public boolean anyInvolved() {
    return all.stream().anyMatch(Target::involved);
  }

  /// Those of `all` that are not only quoted.
  public List<Target> own() {
    return quotedShare == 1 ? all : all.stream().filter(one -> !one.quoted()).toList();
  }

  /// How much one counts.
  public double share(Target target) {
    return target.quoted() ? quotedShare : 1;
  }

  /// Whether there are links that a reader sees and that are not only quoted, and all of them have
  /// a property.
  public boolean only(Predicate<Target> property) {
    List<Target> own = own();
    return !own.isEmpty() && own.stream().allMatch(property);
  }

  /// The first that has a property; of those that a reader sees, if one of them has it. What is
  /// only quoted comes last.
  public Optional<Target> first(Predicate<Target> property) {
    Optional<Target> own = firstOwn(property);
    return own.isPresent() || quotedShare == 1
        ? own
        : Stream.concat(all.stream(), hidden.stream()).filter(property).findFirst();
  }

  /// The same, where it is not only quoted.
  public Optional<Target> firstOwn(Predicate<Target> property) {
    return Stream.concat(all.stream(), hidden.stream())
        .filter(one -> !one.quoted())
        .filter(property)
        .findFirst();
  }
}
