package org.postern.engine.follow;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.postern.engine.url.WebAddress;

/// A web host outside and one of the house, and names that lead to them.
abstract class FollowedWeb {

  static final Duration PATIENT = Duration.ofSeconds(20);
  static final String PAGE = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n";

  final Names names =
      new Names()
          .add("short.example", Local.PUBLIC)
          .add("other.example", Local.PUBLIC)
          .add("shop.example", Local.PUBLIC)
          .add("house.example", Local.HOUSE);
  WebHost web;
  WebHost house;

  @BeforeEach
  void start() throws IOException {
    web = WebHost.plain(Local.PUBLIC);
    house = WebHost.plain(Local.HOUSE).says("/x", PAGE);
  }

  @AfterEach
  void end() throws IOException {
    web.close();
    house.close();
  }

  String at(String host, String path) {
    return "http://" + host + ":" + web.port() + path;
  }

  Resolution follow(String link) throws Exception {
    return follow(link, PATIENT);
  }

  Resolution follow(String link, Duration time) throws Exception {
    return one(Local.follower(names, SSLContext.getDefault(), time), link);
  }

  static Resolution one(LinkFollower follower, String link) throws Exception {
    WebAddress address = Local.address(link);
    return follower.follow(List.of(address), PATIENT).of(address).orElseThrow();
  }

  static List<String> chain(Resolution found) {
    return found.chain().stream().map(WebAddress::toString).toList();
  }
}
