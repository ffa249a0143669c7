package org.postern.engine.follow;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.postern.engine.follow.Resolution.End;
import org.postern.engine.follow.Resolution.Fault;
import org.postern.engine.follow.Resolution.Reason;
import org.postern.engine.url.WebAddress;

/// Many links and many messages.
class RememberedLinksTest extends FollowedWeb {

  @Test
  void asks_once_for_many_messages_and_remembers() throws Exception {
    CountDownLatch all = new CountDownLatch(1);
    web.does(
        "/x",
        (_, out) -> {
          all.await();
          out.write(
              ("HTTP/1.1 302 x\r\nLocation: " + at("shop.example", "/s") + "\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
        });
    web.says("/s", PAGE);
    LinkFollower follower = Local.follower(names, SSLContext.getDefault(), PATIENT);
    List<Thread> threads =
        IntStream.range(0, 6)
            .mapToObj(i ->
                Thread.ofVirtual()
                    .start(() -> {
                      try {
                        one(follower, at("short.example", "/x#" + i));
                      } catch (Exception broken) {
                        throw new IllegalStateException(broken);
                      }
                    }))
            .toList();
    Awaitility.await().until(() -> web.requests().size() == 1);
    all.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
    Resolution later = one(follower, at("short.example", "/x#later"));
    assertThat(later.leads()).isTrue();
    assertThat(later.link().toString()).endsWith("#later");
    assertThat(web.requests()).hasSize(2);
  }

  @Test
  void remembers_lasting_failures_longer_than_passing_ones() throws Exception {
    names.add("broken.short.example", Local.PUBLIC);
    web.says("/bad", "no HTTP\r\n\r\n").does("/late", (_, out) -> Thread.sleep(60_000));
    LinkFollower follower = Local.follower(names, SSLContext.getDefault(), Duration.ofMillis(300));
    String bad = at("short.example", "/bad");
    String late = at("short.example", "/late");
    assertThat(one(follower, bad).end()).isEqualTo(new End.Failed(Fault.MALFORMED));
    assertThat(one(follower, late).end()).isEqualTo(new End.Failed(Fault.LATE));
    int before = web.requests().size();
    Thread.sleep(600);
    assertThat(one(follower, bad).end()).isEqualTo(new End.Failed(Fault.MALFORMED));
    assertThat(web.requests()).hasSize(before);
    assertThat(one(follower, late).end()).isEqualTo(new End.Failed(Fault.LATE));
    assertThat(web.requests()).hasSize(before + 1);
  }

  @Test
  void follows_five_links_of_a_message_at_the_same_time() throws Exception {
    CountDownLatch five = new CountDownLatch(5);
    List<WebAddress> links =
        IntStream.range(0, 8).mapToObj(i -> Local.address(at("short.example", "/l" + i))).toList();
    for (int i = 0; i < 8; i++) {
      int number = i;
      web.does(
          "/l" + i,
          (_, out) -> {
            five.countDown();
            five.await();
            out.write(
                ("HTTP/1.1 302 x\r\nLocation: http://10.0.0.1/" + number + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
          });
    }
    LinkFollower follower = Local.follower(names, SSLContext.getDefault(), PATIENT);
    List<Resolution> all = follower.follow(links, PATIENT).all();
    assertThat(all).hasSize(8);
    assertThat(all.stream().filter(Resolution::leads)).hasSize(5);
    assertThat(all.stream().filter(one -> one.end().equals(new End.NotAsked(Reason.MANY))))
        .hasSize(3);
  }

  @Test
  void gives_what_there_is_when_the_message_has_no_more_time() throws Exception {
    web.leads("/fast", 302, "http://10.0.0.1/").does("/slow", (_, out) -> Thread.sleep(60_000));
    LinkFollower follower = Local.follower(names, SSLContext.getDefault(), PATIENT);
    WebAddress fast = Local.address(at("short.example", "/fast"));
    WebAddress slow = Local.address(at("short.example", "/slow"));
    assertThat(one(follower, fast.toString()).leads()).isTrue();
    Resolutions all = follower.follow(List.of(slow, fast), Duration.ofMillis(300));
    assertThat(all.of(slow).orElseThrow().end()).isEqualTo(new End.Failed(Fault.LATE));
    assertThat(all.of(fast).orElseThrow().leads()).isTrue();
  }
}
