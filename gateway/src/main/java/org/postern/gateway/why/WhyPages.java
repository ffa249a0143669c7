package org.postern.gateway.why;

import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.postern.gateway.store.LogRow;
import org.postern.gateway.store.MailLog;
import org.postern.gateway.store.Review;
import org.postern.gateway.store.Reviews;
import org.postern.gateway.tenant.TenantId;
import org.postern.gateway.web.WebRequest;
import org.postern.gateway.web.WebResponse;
import org.postern.mail.smtp.Reference;

/// Answers everything below `/why`. Reading changes nothing; a POST with the form of the page
/// leaves a request for review. Thread-safe.
public final class WhyPages {

  /// Paths that are answered here begin so.
  public static final String PREFIX = "/why";

  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final int ROWS = 200;

  private final MailLog log;
  private final Reviews reviews;
  private final FormKey key;
  private final Optional<String> publicUrl;
  private final Clock clock;
  private final Rates views;
  private final Rates requests;

  /// `publicUrl`: where browsers find the pages, when that is known.
  public WhyPages(
      MailLog log,
      Reviews reviews,
      FormKey key,
      Optional<String> publicUrl,
      WhyLimits limits,
      Clock clock) {
    this.log = log;
    this.reviews = reviews;
    this.key = key;
    this.publicUrl = publicUrl;
    this.clock = clock;
    this.views = new Rates(WhyLimits.MINUTE, limits.viewsPerNetwork(), limits.viewsInAll(), clock);
    this.requests =
        new Rates(WhyLimits.HOUR, limits.requestsPerNetwork(), limits.requestsInAll(), clock);
  }

  /// What is known of one reference.
  private record Known(String ref, List<Told> told, Set<TenantId> tenants, List<Review> reviews) {}

  /// Answers one request.
  public WebResponse answer(WebRequest request) {
    boolean post = request.method().equals("POST");
    if (!post && !request.method().equals("GET") && !request.method().equals("HEAD")) {
      return Html.page(405, "Not possible", "").with("Allow", "GET, HEAD, POST");
    }
    if (!views.allow(request.client())) {
      return tooOften(views);
    }
    Optional<Known> known = ref(request.path()).map(this::known).filter(one -> !one.told.isEmpty());
    if (known.isEmpty()) {
      return unknown();
    }
    return post ? request(request, known.get()) : page(known.get(), Optional.empty(), 200);
  }

  // References as they were said, or in small letters; nothing is decoded.
  private static Optional<String> ref(String path) {
    String before = PREFIX + "/";
    return path.startsWith(before)
        ? Reference.parse(path.substring(before.length())).map(Reference::value)
        : Optional.empty();
  }

  private Known known(String ref) {
    List<LogRow> rows = new ArrayList<>();
    log.query(
        Optional.empty(),
        new MailLog.Query(
            Optional.empty(), Optional.of(ref), Optional.empty(), Optional.empty(), ROWS),
        rows::add);
    Set<TenantId> tenants = new LinkedHashSet<>();
    rows.stream().filter(Told::wasSaid).map(LogRow::tenant).forEach(tenants::add);
    return new Known(ref, Told.of(rows), tenants, reviews.find(Optional.empty(), ref));
  }

  private WebResponse request(WebRequest request, Known known) {
    if (!sameOrigin(request)) {
      return Html.page(403, "Not accepted", "<p>The form came from another site.</p>\n");
    }
    boolean form =
        request
            .field("content-type")
            .map(type -> type.split(";", 2)[0].strip())
            .filter("application/x-www-form-urlencoded"::equalsIgnoreCase)
            .isPresent();
    Optional<Form> filled = form ? Form.parse(request.body().octets()) : Optional.empty();
    if (filled.isEmpty()) {
      return Html.page(400, "Not accepted", "<p>This is not the form of this page.</p>\n");
    }
    if (!key.made(filled.get().token(), known.ref)) {
      return Html.page(
          403, "Not accepted", "<p>The form is not of this page. Please load it again.</p>\n");
    }
    if (!filled.get().bait().isEmpty()) {
      return thanks(); // a robot filled in what people do not see: it learns nothing
    }
    Optional<String> mistake = filled.get().mistake();
    if (mistake.isPresent()) {
      return page(known, mistake, 422);
    }
    if (!known.reviews.isEmpty()) {
      return page(known, Optional.empty(), 200);
    }
    return requests.allow(request.client()) ? keep(known, filled.get()) : tooOften(requests);
  }

  private WebResponse keep(Known known, Form form) {
    Instant now = clock.instant();
    boolean full = false;
    for (TenantId tenant : known.tenants) {
      Review review = Review.open(tenant, known.ref, now, form.email(), form.text());
      full |= reviews.add(tenant, review) == Reviews.Outcome.FULL;
    }
    return full ? tooOften(requests) : thanks();
  }

  // A page of another site can make a browser send a form, but not in our name. Browsers that hide
  // the origin say "null" and, where they can be sure, that it is the same.
  private boolean sameOrigin(WebRequest request) {
    Optional<String> fetch = request.field("sec-fetch-site");
    if (fetch.isPresent()) {
      return fetch.get().equals("same-origin");
    }
    Optional<String> origin = request.field("origin");
    if (origin.isEmpty()) {
      return true; // no browser: those say it with every POST
    }
    String site = origin.get().replaceFirst("^https?://", "").toLowerCase(Locale.ROOT);
    return request.field("host").filter(host -> host.equalsIgnoreCase(site)).isPresent()
        || publicUrl
            .map(url -> URI.create(url).getAuthority())
            .filter(site::equalsIgnoreCase)
            .isPresent();
  }

  private WebResponse page(Known known, Optional<String> mistake, int code) {
    StringBuilder middle = new StringBuilder();
    middle.append("<p>Reference: <code>").append(Html.escape(known.ref)).append("</code></p>\n");
    for (Told told : known.told) {
      middle.append("<h2>").append(Html.escape(told.reason().words())).append("</h2>\n");
      middle.append("<p>").append(MINUTE.format(told.time())).append("</p>\n");
      if (!told.reply().isEmpty()) {
        middle.append("<p>The reply was:</p>\n<pre>").append(Html.escape(told.reply()));
        middle.append("</pre>\n");
      }
      middle.append("<p>").append(Html.escape(told.reason().advice())).append("</p>\n");
    }
    if (known.reviews.isEmpty()) {
      middle.append(form(known.ref, mistake));
    } else {
      known.reviews.forEach(review -> middle.append(asked(review)));
    }
    // With no-referrer browsers would hide the origin of the form from us too.
    return Html.page(code, "Why was it refused?", middle.toString())
        .with("Referrer-Policy", known.reviews.isEmpty() ? "same-origin" : "no-referrer");
  }

  private static String asked(Review review) {
    StringBuilder text = new StringBuilder("<h2>A review was asked for</h2>\n<p>On ");
    text.append(MINUTE.format(review.time()));
    text.append(
        review.open()
            ? ". The administrators have not closed it yet.</p>\n"
            : ". The administrators have looked at it.</p>\n");
    if (!review.answer().isEmpty()) {
      text.append("<pre>").append(Html.escape(review.answer())).append("</pre>\n");
    }
    return text.toString();
  }

  private String form(String ref, Optional<String> mistake) {
    String wrong =
        mistake
            .map(words -> "<p class=\"mistake\" role=\"alert\">" + Html.escape(words) + "</p>\n")
            .orElse("");
    return """
    <h2>Ask for a review</h2>
    %s<form method="post">
    <input type="hidden" name="token" value="%s">
    <label for="text">What was the message about, and why should it be let through?</label>
    <textarea id="text" name="text" rows="6" maxlength="%d" required></textarea>
    <label for="email">Your e-mail address, if you want an answer (optional)</label>
    <input id="email" name="email" type="email" maxlength="254" autocomplete="email">
    <div class="away" aria-hidden="true">
    <label for="website">Leave this empty</label>
    <input id="website" name="website" tabindex="-1" autocomplete="off">
    </div>
    <button type="submit">Ask for a review</button>
    </form>
    """
        .formatted(wrong, Html.escape(key.token(ref)), Form.TEXT_LIMIT);
  }

  private static WebResponse thanks() {
    return Html.page(
        200,
        "Thank you",
        "<p>The administrators will look at it. You can come back to this page to see whether they"
            + " have.</p>\n");
  }

  private static WebResponse unknown() {
    return Html.page(
        404,
        "Nothing to tell",
        """
        <p>There is nothing to tell about this address. It should be exactly the one that stands in
        the reply of the mail server. Refusals are explained for some weeks only.</p>
        """);
  }

  private static WebResponse tooOften(Rates rates) {
    return Html.page(
            429, "Too often", "<p>Too many requests came in. Please try again later.</p>\n")
        .with("Retry-After", Long.toString(rates.window().toSeconds()));
  }
}
