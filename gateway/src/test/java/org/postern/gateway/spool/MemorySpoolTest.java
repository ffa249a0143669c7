package org.postern.gateway.spool;

final class MemorySpoolTest implements SpoolContract {

  @Override
  public Spool spool(int maxMessages) {
    return new MemorySpool(maxMessages);
  }
}
