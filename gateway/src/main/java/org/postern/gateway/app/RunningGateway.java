package org.postern.gateway.app;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import org.postern.gateway.control.Operations;
import org.postern.gateway.control.Trouble;
import org.postern.gateway.web.WebRequest;
import org.postern.gateway.web.WebResponse;

/// A gateway that listens.
public interface RunningGateway extends AutoCloseable {

  /// Where it listens for mail, with the ports it really has.
  List<InetSocketAddress> smtp();

  /// What commands may ask of it.
  Operations operations();

  /// What an administrator should look at.
  List<Trouble> troubles();

  /// Answers a request for the pages below `/why`.
  WebResponse why(WebRequest request);

  /// Takes no more connections, lets open transactions end, writes down what is in its hands.
  void drain();

  /// Gives everything back. After `drain`.
  @Override
  void close() throws IOException;
}
