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
import org.postern.gateway.admit.Refused;
import org.postern.gateway.admit.Visit;
import org.postern.mail.smtp.Reply;

/// Who of the recipients takes a message, and what is said to the others. With one reply for all
/// (no PRDR) it is refused for all or for none.
///
/// @param taken in the order of RCPT
/// @param refused the reply for each of the others
record Sorting(List<Addressee> taken, Map<Addressee, No> refused) {

  /// @param symbol the test at the gate that refused, empty where it was the verdict
  record No(Reply reply, String symbol) {}

  /// Everybody takes it.
  static Sorting all(List<Addressee> addressees) {
    return new Sorting(addressees, Map.of());
  }

  /// Judges what was found so far, for each recipient by its policy.
  static Sorting byVerdict(Examined mail, Transaction transaction, Refusals refusals) {
    List<Addressee> addressees = transaction.addressees();
    No spam = new No(refusals.spam(transaction.ref()), "");
    No notNow = new No(refusals.notNow(transaction.ref()), "");
    if (!transaction.individual()) {
      return switch (Plan.of(mail.report(), addressees)) {
        case Plan.RefuseAll _ -> none(addressees, spam);
        case Plan.DeferAll _ -> none(addressees, notNow);
        case Plan.Accept _ -> all(addressees);
      };
    }
    List<Addressee> taken = new ArrayList<>();
    Map<Addressee, No> refused = new LinkedHashMap<>();
    for (Judged one : Judged.all(mail.report(), addressees)) {
      switch (one.verdict().disposition()) {
        case Disposition.Reject _ -> refused.put(one.addressee(), spam);
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
          visit.message(mail.mail(), mail.report(), binding(rest, transaction.individual()));
      if (answer.isEmpty()) {
        break;
      }
      GateTest test = answer.get().test();
      No said = new No(refusals.of(answer.get(), transaction.ref()), test.symbol().name());
      List<Addressee> left = new ArrayList<>();
      for (Addressee one : rest) {
        if (one.settings().refuseOn().contains(test)) {
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

  /// Whether admission alone refuses, and everybody: only the early checks have seen the message
  /// then, and it may come again.
  boolean undecided() {
    return taken.isEmpty()
        && refused.values().stream().noneMatch(no -> no.symbol().isEmpty());
  }

  // With a reply for each, the tests of any; with one for all, those on which all refuse.
  private static Set<GateTest> binding(List<Addressee> addressees, boolean individual) {
    Set<GateTest> binding = EnumSet.noneOf(GateTest.class);
    binding.addAll(addressees.getFirst().settings().refuseOn());
    for (Addressee one : addressees) {
      if (individual) {
        binding.addAll(one.settings().refuseOn());
      } else {
        binding.retainAll(one.settings().refuseOn());
      }
    }
    return binding;
  }

  private static Sorting none(List<Addressee> addressees, No no) {
    Map<Addressee, No> refused = new LinkedHashMap<>();
    addressees.forEach(one -> refused.put(one, no));
    return new Sorting(List.of(), refused);
  }
}
