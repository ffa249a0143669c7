package org.postern.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.postern.engine.facts.Link;
import org.postern.engine.follow.LinkFollower;
import org.postern.engine.follow.Resolution;
import org.postern.engine.follow.Resolutions;
import org.postern.engine.verdict.Finding;
import org.postern.engine.verdict.Stage;
import org.postern.engine.verdict.Symbol;

/// Follows the shortened links of one message before its active stage. The links are gathered by a
/// worker, as a check would, since that reads pictures and files; the web is waited for by whoever
/// asked for the examination, so that no worker is kept from other messages.
final class LinkFollowing implements Check {

  private final LinkFollower follower;
  private volatile LinkSelection selection = new LinkSelection(List.of(), List.of());

  LinkFollowing(LinkFollower follower) {
    this.follower = follower;
  }

  @Override
  public String name() {
    return "link-selection";
  }

  @Override
  public Stage stage() {
    return Stage.ACTIVE;
  }

  @Override
  public List<Symbol> symbols() {
    return List.of();
  }

  @Override
  public List<Finding> inspect(Case mail) throws InterruptedException {
    List<Link> links = mail.links();
    selection = LinkSelection.of(links, mail.message().headers(), follower.rules());
    return List.of();
  }

  /// Whether there is something to wait for.
  boolean wanted() {
    return !selection.wanted().isEmpty();
  }

  /// Asks the web, and tells the message.
  void follow(Case mail, Duration atMost) {
    List<Resolution> all = new ArrayList<>(selection.left());
    if (wanted()) {
      try {
        all.addAll(follower.follow(selection.wanted(), atMost).all());
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
    mail.followed(new Resolutions(all));
  }
}
