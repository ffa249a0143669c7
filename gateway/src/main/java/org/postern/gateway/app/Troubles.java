package org.postern.gateway.app;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.postern.engine.checks.rules.LocalRulesCheck;
import org.postern.engine.checks.rules.RulesCheck;
import org.postern.engine.files.FileProblem;
import org.postern.engine.files.WatchedFile;
import org.postern.engine.rules.Remark;
import org.postern.engine.rules.SwitchedOff;
import org.postern.engine.url.UrlLists;
import org.postern.gateway.control.Trouble;
import org.postern.gateway.json.JsonObject;

/// Gathers what goes on without something that was asked for.
///
/// @param rules those that come with Postern
/// @param local those of the administrators
/// @param urls their lists of addresses
/// @param files others of theirs
record Troubles(
    RulesCheck rules, Optional<LocalRulesCheck> local, UrlLists urls, List<WatchedFile<?>> files) {

  private static final int SHOWN = 300;

  List<Trouble> now() {
    return Stream.of(
            files.stream().flatMap(Troubles::notRead),
            urls.problems().stream()
                .map(one -> notRead("analysis.blocked_urls, allowed_urls", one)),
            local.stream().flatMap(check -> check.errors().stream()).map(Troubles::notRead),
            local.stream().flatMap(check -> check.idle().stream()).map(Troubles::idle),
            local.stream().flatMap(check -> check.set().switchedOff().stream()).map(Troubles::off),
            rules.switchedOff().stream().map(Troubles::off))
        .<Trouble>flatMap(some -> some)
        .toList();
  }

  private static Stream<Trouble> notRead(WatchedFile<?> file) {
    return file.problem().stream()
        .map(why ->
            new Trouble(
                Trouble.Kind.FILE_NOT_READ, file.what(), file.path().toString(), shown(why)));
  }

  /// A list that is not in use as it is now.
  ///
  /// @param what the setting that names it
  static Trouble notRead(String what, FileProblem wrong) {
    return new Trouble(Trouble.Kind.FILE_NOT_READ, what, wrong.where(), shown(wrong.why()));
  }

  private static Trouble idle(Remark note) {
    return new Trouble(
        Trouble.Kind.RULE_NEVER_HITS,
        "analysis.rules",
        note.file() + ":" + note.line(),
        shown(note.text()));
  }

  private static Trouble notRead(Remark error) {
    return new Trouble(
        Trouble.Kind.FILE_NOT_READ,
        "analysis.rules",
        error.line() == 0 ? error.file() : error.file() + ":" + error.line(),
        shown(error.text()));
  }

  private static Trouble off(SwitchedOff rule) {
    return new Trouble(
        Trouble.Kind.RULE_SWITCHED_OFF,
        rule.name(),
        rule.file() + ":" + rule.line(),
        shown(rule.reason()) + "; it comes back " + JsonObject.moment(rule.until()));
  }

  private static String shown(String text) {
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN - 1) + "…";
  }
}
