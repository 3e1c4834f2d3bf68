package signalbox.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import signalbox.server.testing.SteppedTicker;

class OutagesTest {
  private static final String FIRST =
      "GET /x could not be answered: the database is away: connection refused";

  private final Logger logger = (Logger) LoggerFactory.getLogger(Outages.class);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final SteppedTicker time = new SteppedTicker();
  private final Outages outages = new Outages(time);

  @BeforeEach
  void listen() {
    log.start();
    logger.addAppender(log);
    logger.setAdditive(false);
  }

  @AfterEach
  void leave() {
    logger.setAdditive(true);
    logger.detachAppender(log);
  }

  @Test
  void theFirstRefusalIsToldAtOnceWithItsReasonAndTheOthersAsANumber() {
    for (var i = 0; i < 1_000; i++) refuse();
    assertThat(lines()).containsExactly(FIRST);
    time.advance(Duration.ofSeconds(10));
    refuse();
    refuse();
    assertThat(lines())
        .containsExactly(FIRST, "Requests that could not be answered since: 999.", FIRST);
  }

  @Test
  void theNumberIsToldAlsoWhenTheOutageIsOver() {
    refuse();
    refuse();
    outages.answered();
    assertThat(lines()).containsExactly(FIRST);
    time.advance(Duration.ofSeconds(10));
    outages.answered();
    outages.answered();
    assertThat(lines()).containsExactly(FIRST, "Requests that could not be answered since: 1.");
  }

  @Test
  void nothingIsToldWhenAllIsWell() {
    for (var i = 0; i < 10; i++) {
      outages.answered();
      time.advance(Duration.ofSeconds(10));
    }
    assertThat(lines()).isEmpty();
  }

  private void refuse() {
    outages.refused(
        Calls.call(Method.GET, "/x", Map.of()),
        new IllegalStateException(
            "the database is away", new IOException("connection refused", new EOFException())));
  }

  private List<String> lines() {
    return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }
}
