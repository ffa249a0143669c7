package org.postern.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import org.postern.engine.image.PictureReader;
import org.postern.engine.scan.Scanner;
import org.postern.engine.scan.Transaction;

/// Scans messages that come by HTTP: a POST of the octets, JSON back. So the same clients can
/// measure the engine and other filters. A POST to `/forget` makes all pictures and PDF files new
/// to it again. For benchmarks alone.
public final class ScanServer {

  private ScanServer() {}

  /// Listens on a free port of the loopback, which it prints, until the process ends.
  public static void main(String[] args) throws IOException {
    Scanner scanner = Scanner.standard();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/checkv2", exchange -> answer(scanner, exchange));
    server.createContext("/forget", ScanServer::forget);
    server.start();
    System.out.println(server.getAddress().getPort());
  }

  private static void forget(HttpExchange exchange) throws IOException {
    try (exchange) {
      PictureReader.STANDARD.forget();
      exchange.sendResponseHeaders(204, -1);
    }
  }

  private static void answer(Scanner scanner, HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] octets = exchange.getRequestBody().readAllBytes();
      byte[] json =
          scanner.scan(octets, Transaction.UNKNOWN).json("-").getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, json.length);
      exchange.getResponseBody().write(json);
    }
  }
}
