package org.postern.gateway.app;

/// The entry point of `postern`.
public final class Main {

  private Main() {}

  public static void main(String[] args) {
    System.exit(args.length);
  }
}
