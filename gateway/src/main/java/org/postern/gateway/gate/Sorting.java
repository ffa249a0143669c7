package org.postern.gateway.gate;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.postern.engine.verdict.Disposition;
import org.postern.engine.verdict.GateTest;
import org.postern.engine.verdict.Listed;
import org.postern.gateway.admit.Refused;
import org.postern.gateway.admit.Visit;
import org.postern.mail.smtp.Reply;

/// Who of the recipients takes a message, and what is said to the others. With one reply for all
/// (no PRDR) it is refused for all or for none.
///
/// @param taken in the order of RCPT
/// @param refused the reply for each of the others
record Sorting(List<Addressee> taken, Map<Addressee, No> refused) {

  // What tests find about a client and not about a sender.
  private static final Set<GateTest> SUSPICIONS =
      EnumSet.of(
          GateTest.DNSBL,
          GateTest.HELO,
          GateTest.REVERSE_DNS,
          GateTest.GREYLIST,
          GateTest.REPUTATION);

  /// @param symbol the test at the gate that refused, or a list; empty where it was the verdict
  record No(Reply reply, String symbol) {}

  /// Everybody takes it.
  static Sorting all(List<Addressee> addressees) {
    return new Sorting(addressees, Map.of());
  }

  /// Judges what was found so far, for each recipient by its policy.
  static Sorting byVerdict(Examined mail, Transaction transaction, Refusals refusals) {
    List<Addressee> addressees = transaction.addressees();
    No spam = new No(refusals.spam(transaction.ref()), "");
    No blocked = new No(refusals.blocked(transaction.ref()), Listed.BLOCKED.name());
    No notNow = new No(refusals.notNow(transaction.ref()), "");
    if (!transaction.individual()) {
      return switch (Plan.of(Judged.all(mail, addressees))) {
        case Plan.RefuseAll all ->
            none(addressees, all.recipients().stream().allMatch(Judged::blocked) ? blocked : spam);
        case Plan.DeferAll _ -> none(addressees, notNow);
        case Plan.Accept _ -> all(addressees);
      };
    }
    List<Addressee> taken = new ArrayList<>();
    Map<Addressee, No> refused = new LinkedHashMap<>();
    for (Judged one : Judged.all(mail, addressees)) {
      switch (one.verdict().disposition()) {
        case Disposition.Reject _ -> refused.put(one.addressee(), one.blocked() ? blocked : spam);
        case Disposition.Defer _ -> refused.put(one.addressee(), notNow);
        case Disposition.Deliver _,
            Disposition.Mark _,
            Disposition.Hold _,
            Disposition.Strip _,
            Disposition.Redirect _,
            Disposition.Discard _ ->
            taken.add(one.addressee());
      }
    }
    return new Sorting(taken, refused);
  }

  /// Asks admission about a message that those who are left would take.
  Sorting byAdmission(Examined mail, Transaction transaction, Visit visit, Refusals refusals) {
    Map<Addressee, No> no = new LinkedHashMap<>(refused);
    List<Addressee> rest = taken;
    while (!rest.isEmpty()) {
      Optional<Refused> answer =
          visit.message(mail.mail(), mail.report(), binding(mail, rest, transaction.individual()));
      if (answer.isEmpty()) {
        break;
      }
      GateTest test = answer.get().test();
      No said = new No(refusals.of(answer.get(), transaction.ref()), test.symbol().name());
      List<Addressee> left = new ArrayList<>();
      for (Addressee one : rest) {
        if (binding(mail, one).contains(test)) {
          no.put(one, said);
        } else {
          left.add(one);
        }
      }
      if (left.size() == rest.size()) {
        break; // An answer on which nobody refuses: it would come again and again.
      }
      rest = left;
    }
    return new Sorting(rest, no);
  }

  /// What either refuses.
  Sorting and(Sorting other) {
    Map<Addressee, No> no = new LinkedHashMap<>(refused);
    other.refused.forEach(no::putIfAbsent);
    return new Sorting(taken.stream().filter(one -> !no.containsKey(one)).toList(), no);
  }

  /// Whether admission or lists alone refuse, and everybody: only the early checks have seen the
  /// message then, and it may come again.
  boolean undecided() {
    return taken.isEmpty() && refused.values().stream().noneMatch(no -> no.symbol().isEmpty());
  }

  // With a reply for each, the tests of any; with one for all, those on which all refuse.
  private static Set<GateTest> binding(
      Examined mail, List<Addressee> addressees, boolean individual) {
    Set<GateTest> binding = EnumSet.noneOf(GateTest.class);
    binding.addAll(binding(mail, addressees.getFirst()));
    for (Addressee one : addressees) {
      if (individual) {
        binding.addAll(binding(mail, one));
      } else {
        binding.retainAll(binding(mail, one));
      }
    }
    return binding;
  }

  // A sender who is verified and allowed is not suspected for its client.
  private static Set<GateTest> binding(Examined mail, Addressee addressee) {
    Set<GateTest> refuseOn = addressee.settings().refuseOn();
    boolean trusted =
        mail.listing()
            .of(addressee)
            .filter(one -> one.entry().kind() == Listed.Kind.ALLOW && !one.entry().unsafe())
            .isPresent();
    if (!trusted || refuseOn.isEmpty()) {
      return refuseOn;
    }
    Set<GateTest> rest = EnumSet.copyOf(refuseOn);
    rest.removeAll(SUSPICIONS);
    return rest;
  }

  private static Sorting none(List<Addressee> addressees, No no) {
    Map<Addressee, No> refused = new LinkedHashMap<>();
    addressees.forEach(one -> refused.put(one, no));
    return new Sorting(List.of(), refused);
  }
}
