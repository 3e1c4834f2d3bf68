package signalbox.server.bus;

class MemoryBusTest extends BusContract {
  @Override
  Bus open() {
    return new MemoryBus();
  }
}
