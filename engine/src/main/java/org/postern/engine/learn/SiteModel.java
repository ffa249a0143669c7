package org.postern.engine.learn;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.postern.engine.facts.ContentFacts;
import org.postern.engine.facts.HeaderFacts;
import org.postern.mail.mime.Message;

/// What one site teaches Postern with its own mail: four members that each count in how many
/// messages of either kind a feature stood, and are asked together. The first sees all of the
/// decoded message, the second the same without the runs of characters of the header, the third
/// subject, text and links, the fourth the first octets as they came. None outvotes the others:
/// each says at most 2.
///
/// A member counts a message only where it was wrong or not sure enough about it (train on or near
/// error), so that ten thousand messages that look alike weigh like a few. When it has counted very
/// many, all counts are halved: what is old fades.
///
/// ```java
/// SiteModel model = new SiteModel();
/// model.learn(message, true);
/// if (model.ready()) {
///   double odds = model.logOdds(message);
/// }
/// ```
///
/// Thread-safe: one thread at a time learns; others may ask meanwhile and see a message half
/// counted. 16 MB in memory.
public final class SiteModel {

  private static final int MAGIC = 0x5053_4d31;

  /// Before so many messages of each kind were shown, it has nothing to say.
  private static final int FEWEST = 100;

  /// The most that one member can say.
  private static final double MOST = 2;

  private static final double SURE_OF_MESSAGE = 2.0;
  private static final double SURE_OF_OCTETS = 1.5;

  private final ReentrantLock learning = new ReentrantLock();
  private final short[] counts = SiteMember.counts();
  private final SiteMember whole = new SiteMember(SURE_OF_MESSAGE, counts, 0);
  private final SiteMember calm = new SiteMember(SURE_OF_MESSAGE, counts, 1);
  private final SiteMember words = new SiteMember(SURE_OF_MESSAGE, counts, 2);
  private final SiteMember octets = new SiteMember(SURE_OF_OCTETS, counts, 3);
  private final List<SiteMember> members = List.of(whole, calm, words, octets);
  private final AtomicLong spam = new AtomicLong();
  private final AtomicLong ham = new AtomicLong();

  /// Which members counted a message, to take it back.
  ///
  /// @param counted one bit for each member
  public record Learnt(int counted) {}

  /// Shows a message.
  public Learnt learn(Message message, boolean isSpam) {
    return learn(read(message), isSpam);
  }

  /// Shows a message that was read already.
  public Learnt learn(SiteFeatures.Read read, boolean isSpam) {
    learning.lock();
    try {
      int counted = 0;
      for (int i = 0; i < members.size(); i++) {
        if (members.get(i).learn(seen(i, read), count(i, read), isSpam)) {
          counted |= 1 << i;
        }
      }
      (isSpam ? spam : ham).incrementAndGet();
      return new Learnt(counted);
    } finally {
      learning.unlock();
    }
  }

  /// Takes back what [#learn] did for this message. What was halved meanwhile stays.
  public void unlearn(Message message, boolean wasSpam, Learnt learnt) {
    SiteFeatures.Read read = read(message);
    learning.lock();
    try {
      for (int i = 0; i < members.size(); i++) {
        if ((learnt.counted() & 1 << i) != 0) {
          members.get(i).count(seen(i, read), count(i, read), wasSpam, -1);
        }
      }
      (wasSpam ? spam : ham).updateAndGet(shown -> Math.max(0, shown - 1));
    } finally {
      learning.unlock();
    }
  }

  /// Whether it was shown enough of both kinds to say something.
  public boolean ready() {
    return spam() >= FEWEST && ham() >= FEWEST;
  }

  /// How many messages it was shown that were spam.
  public long spam() {
    return spam.get();
  }

  /// How many messages it was shown that were not.
  public long ham() {
    return ham.get();
  }

  /// What the model sees of a message.
  public static SiteFeatures.Read read(Message message) {
    return SiteFeatures.of(message, HeaderFacts.of(message.headers()), ContentFacts.of(message));
  }

  /// What the members say on average: -2 to 2, above 0 for spam.
  public double logOdds(Message message) {
    return logOdds(read(message));
  }

  /// The same for a message that was read already.
  public double logOdds(SiteFeatures.Read read) {
    double sum = 0;
    for (int i = 0; i < members.size(); i++) {
      sum += Math.clamp(members.get(i).logOdds(seen(i, read), count(i, read)), -MOST, MOST);
    }
    return sum / members.size();
  }

  private FeatureSet seen(int member, SiteFeatures.Read read) {
    return members.get(member) == octets ? read.raw() : read.features();
  }

  private int count(int member, SiteFeatures.Read read) {
    SiteMember asked = members.get(member);
    if (asked == words) {
      return read.words();
    }
    return asked == calm ? read.calm() : seen(member, read).count();
  }

  /// The pieces of the message that weighed most for spam, the heaviest first, at most four.
  public List<String> heaviest(SiteFeatures.Read read) {
    double[] weights = new double[read.text().length() + 1];
    FeatureSet features = read.features();
    for (int i = 0; i < read.calm(); i++) {
      weights[features.position(i)] += calm.weight(features.index(i));
    }
    return Pieces.heaviest(read.text(), weights);
  }

  /// Writes the model, compressed.
  public void write(OutputStream out) throws IOException {
    learning.lock();
    try (DataOutputStream data = new DataOutputStream(new Fast(out))) {
      data.writeInt(MAGIC);
      data.writeInt(SiteFeatures.VERSION);
      data.writeLong(spam());
      data.writeLong(ham());
      for (SiteMember member : members) {
        member.write(data);
      }
      SiteMember.write(counts, data);
    } finally {
      learning.unlock();
    }
  }

  /// Reads what [#write] wrote.
  public static SiteModel read(InputStream in) throws IOException {
    SiteModel model = new SiteModel();
    try (DataInputStream data = new DataInputStream(new GZIPInputStream(in, 1 << 16))) {
      if (data.readInt() != MAGIC || data.readInt() != SiteFeatures.VERSION) {
        throw new IOException("not a model of a site of this version");
      }
      model.spam.set(data.readLong());
      model.ham.set(data.readLong());
      for (SiteMember member : model.members) {
        member.read(data);
      }
      SiteMember.read(model.counts, data);
      // to the end: the checksum of all stands there
      if (data.read() >= 0) {
        throw new IOException("not a model of a site: there is more behind it");
      }
    }
    return model;
  }

  /// Most counts are zero: the quickest compression takes nearly all of it.
  private static final class Fast extends GZIPOutputStream {
    Fast(OutputStream out) throws IOException {
      super(out, 1 << 16);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }

  /// For people.
  @Override
  public String toString() {
    return spam() + " spam, " + ham() + " other messages" + (ready() ? "" : ", too few to speak");
  }
}
