package org.postern.engine.follow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.engine.Case;
import org.postern.engine.Check;
import org.postern.engine.Engine;
import org.postern.engine.EngineLimits;
import org.postern.engine.Messages;
import org.postern.engine.checks.BuiltinChecks;
import org.postern.engine.checks.links.ReachedUrlCheck;
import org.postern.engine.checks.rules.LocalRulesCheck;
import org.postern.engine.url.UrlLists;
import org.postern.engine.verdict.CheckOutcome;
import org.postern.engine.verdict.Finding;
import org.postern.engine.verdict.Report;
import org.postern.engine.verdict.Stage;

/// Whole messages, through an engine that follows links.
class FollowedMailTest {

  private static final Duration PATIENT = Duration.ofSeconds(20);
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Set<String> LINKS =
      Set.of("followed-link", "link-host", "link-relation", "link-text", "brand-link");
  private static final String PAGE = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n";

  @TempDir Path folder;

  private final Names names =
      new Names().add("short.example", Local.PUBLIC).add("target.example", Local.PUBLIC);
  private WebHost web;

  @BeforeEach
  void start() throws IOException {
    web = WebHost.plain(Local.PUBLIC);
  }

  @AfterEach
  void end() throws IOException {
    web.close();
  }

  private String at(String host, String path) {
    return "http://" + host + ":" + web.port() + path;
  }

  private static Case mail(String fields, String html) {
    String text =
        "From: Ann <ann@sender.example>\r\nSubject: x\r\n"
            + fields
            + "Content-Type: text/html\r\n\r\n"
            + html
            + "\r\n";
    return Messages.mail("ann@sender.example", text.getBytes(StandardCharsets.UTF_8));
  }

  private static String link(String target, String shown) {
    return "<p>Look <a href=\"" + target + "\">" + shown + "</a></p>";
  }

  private List<Check> checks() throws IOException {
    List<Check> checks =
        new ArrayList<>(
            BuiltinChecks.all().stream().filter(one -> LINKS.contains(one.name())).toList());
    Path file = Files.writeString(folder.resolve("blocked"), "evil.example\n");
    checks.add(new ReachedUrlCheck(new UrlLists(List.of(file), List.of())));
    return checks;
  }

  private Report examine(Case mail) throws Exception {
    return examine(mail, checks());
  }

  private Report examine(Case mail, List<Check> checks) throws Exception {
    EngineLimits limits = new EngineLimits(LONG, LONG, LONG, 1, 1);
    LinkFollower follower = Local.follower(names, SSLContext.getDefault(), PATIENT);
    try (Engine engine = new Engine(checks, limits, follower)) {
      Report report = engine.examine(mail, Stage.ACTIVE);
      assertThat(report.blind()).isEmpty();
      return report;
    }
  }

  private static Map<String, Finding> found(Report report) {
    return report.findings().stream()
        .collect(Collectors.toMap(one -> one.symbol().name(), Function.identity()));
  }

  private static List<String> evidence(Map<String, Finding> found, String symbol) {
    return Objects.requireNonNull(found.get(symbol)).evidence();
  }

  @Test
  void lets_lists_brands_and_relations_see_where_a_link_leads() throws Exception {
    web.leads("/x", 302, "http://www.evil.example/a");
    Map<String, Finding> found = found(examine(mail("", link(at("short.example", "/x"), "here"))));
    assertThat(found).containsKeys("LINK_FOLLOWED", "LINK_REACHES_BLOCKED", "LINK_SINGLE_FOREIGN");
    assertThat(evidence(found, "LINK_FOLLOWED"))
        .containsExactly("short.example:" + web.port() + "/x leads to www.evil.example/a");
    assertThat(evidence(found, "LINK_SINGLE_FOREIGN")).containsExactly("www.evil.example");
    web.leads("/y", 302, "https://paypa1.com/a");
    assertThat(found(examine(mail("", link(at("short.example", "/y"), "here")))))
        .containsKeys("BRAND_LINK_LOOKALIKE");
  }

  @Test
  void lets_uri_rules_see_where_a_link_leads() throws Exception {
    Files.writeString(
        folder.resolve("local.cf"),
        "uri LOCAL_TARGET /evil\\.example\\/a/\nscore LOCAL_TARGET 2\n");
    LocalRulesCheck rules =
        new LocalRulesCheck(folder, folder.resolve("compiled"), Set.of("LINK_FOLLOWED"));
    rules.refresh();
    web.leads("/x", 302, "http://www.evil.example/a");
    Case mail = mail("", link(at("short.example", "/x"), "here"));
    List<String> evidence =
        examine(mail, List.of(rules)).findings().stream()
            .flatMap(one -> one.evidence().stream())
            .toList();
    assertThat(evidence).anyMatch(text -> text.contains("evil.example/a"));
  }

  @Test
  void takes_no_point_away_for_a_page_that_looks_harmless() throws Exception {
    web.leads("/x", 302, at("sender.example", "/shop")).leads("/y", 302, "/z");
    names.add("sender.example", Local.PUBLIC);
    Case unfollowed = mail("", link(at("short.example", "/x"), "sender.example"));
    Case followed = mail("", link(at("short.example", "/x"), "sender.example"));
    EngineLimits limits = new EngineLimits(LONG, LONG, LONG, 1, 1);
    Set<String> before;
    try (Engine engine = new Engine(checks(), limits)) {
      before = found(engine.examine(unfollowed, Stage.ACTIVE)).keySet();
    }
    assertThat(before).isNotEmpty();
    assertThat(found(examine(followed)).keySet()).containsAll(before).contains("LINK_FOLLOWED");
  }

  @ParameterizedTest
  @CsvSource({
    "application/x-msdownload, '', /d, LINK_LEADS_TO_PROGRAM",
    "application/octet-stream, invoice.js, /d, LINK_LEADS_TO_PROGRAM",
    "application/octet-stream, '', /a/setup.msi, LINK_LEADS_TO_PROGRAM",
    "application/zip, '', /d, LINK_LEADS_TO_ARCHIVE",
    "'', scans.rar, /d, LINK_LEADS_TO_ARCHIVE"
  })
  void tells_what_a_link_offers(String type, String name, String path, String symbol)
      throws Exception {
    web.leads("/x", 302, at("target.example", path))
        .says(
            path,
            "HTTP/1.1 200 OK\r\nContent-Type: %s\r\nContent-Disposition: attachment; filename=%s\r\n\r\n"
                .formatted(type, name));
    Map<String, Finding> found = found(examine(mail("", link(at("short.example", "/x"), "here"))));
    assertThat(found).containsKey(symbol);
    assertThat(found.keySet().stream().filter(one -> one.startsWith("LINK_LEADS"))).hasSize(1);
  }

  @Test
  void tells_nothing_of_pages() throws Exception {
    web.leads("/x", 302, at("target.example", "/download.zip")).says("/download.zip", PAGE);
    Map<String, Finding> found = found(examine(mail("", link(at("short.example", "/x"), "here"))));
    assertThat(found).containsKey("LINK_FOLLOWED");
    assertThat(found)
        .doesNotContainKeys(
            "LINK_LEADS_TO_ARCHIVE", "LINK_CHAIN", "LINK_LEADS_TO_IP", "LINK_UNRESOLVED");
  }

  @Test
  void tells_chains_and_addresses() throws Exception {
    web.leads("/x", 302, "https://bit.ly/login").leads("/y", 302, "http://10.0.0.1/a");
    Map<String, Finding> chain = found(examine(mail("", link(at("short.example", "/x"), "here"))));
    assertThat(chain).containsKeys("LINK_CHAIN", "LINK_UNRESOLVED");
    assertThat(evidence(chain, "LINK_UNRESOLVED"))
        .containsExactly(
            "short.example:" + web.port() + "/x leads to bit.ly/login: it may work only once");
    assertThat(found(examine(mail("", link(at("short.example", "/y"), "here")))))
        .containsKey("LINK_LEADS_TO_IP");
  }

  @Test
  void tells_no_chain_where_the_second_shortener_is_the_page() throws Exception {
    names.add("linktr.ee", Local.PUBLIC);
    web.leads("/x", 302, at("linktr.ee", "/shop")).says("/shop", PAGE);
    Map<String, Finding> found = found(examine(mail("", link(at("short.example", "/x"), "here"))));
    assertThat(evidence(found, "LINK_UNRESOLVED"))
        .containsExactly(
            "short.example:%1$s/x leads to linktr.ee:%1$s/shop: it answers 200"
                .formatted(web.port()));
    assertThat(found).doesNotContainKey("LINK_CHAIN");
  }

  @Test
  void tells_what_it_could_not_find_out_and_gives_no_points_for_it() throws Exception {
    Map<String, Finding> found =
        found(examine(mail("", link(at("short.example", "/gone"), "here"))));
    assertThat(Objects.requireNonNull(found.get("LINK_UNRESOLVED")).symbol().points()).isZero();
    assertThat(evidence(found, "LINK_UNRESOLVED"))
        .containsExactly("short.example:" + web.port() + "/gone: it answers 404");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<a href=\"%s\">Unsubscribe</a>",
        "<a href=\"%s\">more</a> <a href=\"%s\">Newsletter abbestellen</a>",
        "<form action=\"%s\"><input name=a></form>",
        "<img src=\"%s\">"
      })
  void does_not_touch_links_that_do_something_or_load(String html) throws Exception {
    String address = at("short.example", "/x");
    examine(mail("", html.replace("%s", address)));
    assertThat(web.requests()).isEmpty();
    assertThat(names.asked()).isEmpty();
  }

  @Test
  void does_not_touch_the_unsubscribe_link_of_the_header() throws Exception {
    String address = at("short.example", "/x");
    Case mail = mail("List-Unsubscribe: <" + address + ">\r\n", link(address, "here"));
    assertThat(evidence(found(examine(mail)), "LINK_UNRESOLVED"))
        .containsExactly("short.example:" + web.port() + "/x: it is there to unsubscribe");
    assertThat(web.requests()).isEmpty();
  }

  @Test
  void touches_nothing_without_being_told_to() throws Exception {
    try (Engine engine =
        new Engine(BuiltinChecks.all(), new EngineLimits(LONG, LONG, LONG, 1, 1))) {
      Case mail = mail("", link(at("short.example", "/x"), "here") + link("https://bit.ly/x", "y"));
      engine.examine(mail, Stage.PRELIMINARY);
      Report report = engine.examine(mail, Stage.ACTIVE);
      assertThat(found(report)).doesNotContainKeys("LINK_FOLLOWED", "LINK_UNRESOLVED");
    }
    assertThat(web.requests()).isEmpty();
  }

  @Test
  void does_not_touch_links_of_the_first_messages_nor_before_the_acknowledgement()
      throws Exception {
    web.leads("/x", 302, "http://10.0.0.1/");
    LinkFollower follower = Local.follower(names, SSLContext.getDefault(), PATIENT);
    try (Engine engine = new Engine(checks(), new EngineLimits(LONG, LONG, LONG, 1, 1), follower)) {
      engine.warmUp(LONG);
      Case mail = mail("", link(at("short.example", "/x"), "here"));
      engine.examine(mail, Stage.PRELIMINARY);
      assertThat(web.requests()).isEmpty();
      engine.examine(mail, Stage.ACTIVE);
      assertThat(web.requests()).hasSize(1);
      assertThat(names.asked()).containsExactly("short.example");
    }
  }

  @Test
  void leaves_alone_what_it_was_told_to_leave() throws Exception {
    web.leads("/x", 302, "http://10.0.0.1/");
    LinkFollower follower = Local.follower(names, SSLContext.getDefault(), PATIENT);
    try (Engine engine = new Engine(checks(), new EngineLimits(LONG, LONG, LONG, 1, 1), follower)) {
      Case mail = mail("", link(at("short.example", "/x"), "here"));
      mail.leaveLinks();
      engine.examine(mail, Stage.ACTIVE);
      assertThat(web.requests()).isEmpty();
      assertThat(names.asked()).isEmpty();
    }
  }

  @Test
  void never_takes_more_than_half_of_the_time_of_the_stage() throws Exception {
    web.does("/x", (_, out) -> Thread.sleep(60_000));
    EngineLimits limits = new EngineLimits(LONG, Duration.ofSeconds(6), LONG, 1, 1);
    LinkFollower follower = Local.follower(names, SSLContext.getDefault(), PATIENT);
    long start = System.nanoTime();
    try (Engine engine = new Engine(checks(), limits, follower)) {
      Report report =
          engine.examine(mail("", link(at("short.example", "/x"), "here")), Stage.ACTIVE);
      assertThat(report.outcomes()).allMatch(one -> one instanceof CheckOutcome.Done);
      assertThat(found(report)).containsKey("LINK_UNRESOLVED");
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(6));
  }
}
