package org.postern.mail.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/// Replies with octets changed at random, records of every type among them.
class HostileReplyTest {

  private static final int ROUNDS = 60_000;

  private final Random random = new Random(7208);
  private final Question question = new Question("example.org", RecordType.TXT);

  @Test
  void whatever_a_server_sends_is_an_outcome() throws IOException {
    Message query = Message.newQuery(record("TXT", "\"\""));
    byte[] reply = reply(query).toWire();
    int read = 0;
    for (int round = 0; round < ROUNDS; round++) {
      byte[] hostile = reply.clone();
      for (int i = random.nextInt(6); i >= 0; i--) {
        // The question is left as it is, so that most replies are read at all.
        hostile[29 + random.nextInt(hostile.length - 29)] = (byte) random.nextInt(256);
      }
      if (Exchange.read(query, hostile) instanceof Exchange.Outcome.Reply(var message)) {
        assertThat(Replies.read(question, message, true)).isNotNull();
        read++;
      }
    }
    assertThat(read).isGreaterThan(ROUNDS / 100);
  }

  private Message reply(Message query) throws IOException {
    Message reply = new Message(query.getHeader().getID());
    reply.addRecord(query.getQuestion(), Section.QUESTION);
    reply.addRecord(record("TXT", "\"v=spf1 \" \"-all\""), Section.ANSWER);
    reply.addRecord(record("CNAME", "www.example.org."), Section.ANSWER);
    reply.addRecord(record("MX", "10 mx.example.org."), Section.ANSWER);
    reply.addRecord(record("A", "192.0.2.1"), Section.ANSWER);
    reply.addRecord(record("SOA", "ns.example.org. x.example.org. 1 2 3 4 5"), Section.AUTHORITY);
    return reply;
  }

  private static Record record(String type, String text) throws IOException {
    Name name = Name.fromString("example.org.");
    return Record.fromString(name, Type.value(type), DClass.IN, 300, text, Name.root);
  }
}
