package signalbox.server.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.zip.ZipInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import signalbox.server.testing.Answer;
import signalbox.server.testing.Archive;
import signalbox.server.testing.Workshop;

class UploadTest {
  private static final String TAR = "application/x-tar";
  private static final String ZIP = "application/zip";

  private final Workshop shop = Workshop.open();

  @AfterEach
  void close() {
    shop.close();
  }

  @Test
  void aFileComesBackAsItWasAndTheSameContentIsOneFile() {
    var content = new byte[3 * 1024 * 1024 + 7];
    new Random(1).nextBytes(content);
    var tar = new Archive().file("a/b.bin", content).bytes();
    var first = upload(TAR, tar);
    assertThat(first.status()).as(first.body()).isEqualTo(201);
    var again = upload(TAR, tar);
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.text("hash")).isEqualTo(first.text("hash"));
    assertThat(download(first.text("hash"), "")).isEqualTo(tar);
    var others = shop.client.upload("/files", shop.member("bob"), TAR, tar);
    assertThat(others.status()).isEqualTo(201);
  }

  @Test
  void aZipIsKeptAsATarAndGivenBackAsEither() throws IOException {
    var zip = Archive.zip(z -> Archive.put(z, "signalbox.yaml", "name: x".getBytes(UTF_8)));
    var made = upload(ZIP, zip);
    assertThat(made.status()).as(made.body()).isEqualTo(201);
    assertThat(upload("application/x-zip-compressed", zip).status()).isEqualTo(200);
    try (var tar = Tar.open(new ByteArrayInputStream(download(made.text("hash"), "")))) {
      assertThat(tar.getNextEntry().getName()).isEqualTo("signalbox.yaml");
      assertThat(tar.readAllBytes()).asString(UTF_8).isEqualTo("name: x");
    }
    var back = new ByteArrayInputStream(download(made.text("hash"), "?format=zip"));
    try (var entries = new ZipInputStream(back)) {
      assertThat(entries.getNextEntry().getName()).isEqualTo("signalbox.yaml");
      assertThat(entries.readAllBytes()).asString(UTF_8).isEqualTo("name: x");
    }
    assertThat(shop.get("/files/" + made.text("hash") + "?format=rar", shop.alice).message())
        .isEqualTo("Unsupported conversion format.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"../x", "a/../../x", "/etc/passwd", "C:/x", "C:\\x", "..\\x", "a\\..\\..\\x"})
  void aPathThatLeavesTheArchiveIsRefused(String path) {
    var tar = upload(TAR, new Archive().file(path, "x").bytes());
    assertThat(tar.status()).isEqualTo(400);
    assertThat(tar.detail()).contains("leaves the archive");
    var zip = upload(ZIP, Archive.zip(z -> Archive.put(z, path, new byte[1])));
    assertThat(zip.status()).isEqualTo(400);
    assertThat(zip.detail()).contains("leaves the archive");
  }

  @ParameterizedTest
  @ValueSource(
      bytes = {
        TarConstants.LF_SYMLINK,
        TarConstants.LF_LINK,
        TarConstants.LF_CHR,
        TarConstants.LF_BLK,
        TarConstants.LF_FIFO
      })
  void linksAndDevicesAreRefused(byte type) {
    var answer = upload(TAR, new Archive().special("x", type, "/etc/passwd").bytes());
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.detail())
        .isEqualTo("\"x\" is neither a file nor a directory; links and devices are not taken.");
  }

  @Test
  void whatIsBrokenOrTwiceOrTooManyIsRefused() {
    var tar = new Archive().file("a", new byte[2_000]).bytes();
    var cut = upload(TAR, Arrays.copyOf(tar, 1_500));
    assertThat(cut.message()).isEqualTo("Incomplete .tar archive file.");
    assertThat(upload(TAR, "no tar".repeat(200).getBytes(UTF_8)).status()).isEqualTo(400);
    assertThat(upload(ZIP, "no zip".getBytes(UTF_8)).message())
        .isEqualTo("Incomplete .zip archive file.");
    var zip = Archive.zip(z -> Archive.put(z, "a", new byte[2_000]));
    assertThat(upload(ZIP, Arrays.copyOf(zip, 60)).message())
        .isEqualTo("Incomplete .zip archive file.");
    var twice = upload(TAR, new Archive().file("a", "1").file("./a", "2").bytes());
    assertThat(twice.detail()).isEqualTo("It has \"./a\" twice.");
    var many = new Archive();
    for (var n = 0; n <= Contents.ENTRIES_MAX; n++) many.file("f" + n, "");
    assertThat(upload(TAR, many.bytes()).detail()).contains("more than 10000 entries");
    var longName =
        upload(TAR, new Archive().header(TarConstants.LF_PAX_EXTENDED_HEADER_LC, 80_000).bytes());
    assertThat(longName.status()).isEqualTo(400);
  }

  @Test
  void aZipThatExpandsToTooMuchIsRefused() {
    var zeros = new byte[Spool.BYTES_MAX / 2];
    var bomb =
        Archive.zip(
            z -> {
              for (var n = 0; n < 3; n++) Archive.put(z, "zeros" + n, zeros);
            });
    assertThat(bomb.length).isLessThan(1_000_000);
    var answer = upload(ZIP, bomb);
    assertThat(answer.status()).as(answer.body()).isEqualTo(413);
    assertThat(answer.detail()).contains("104857600");
  }

  @Test
  void onlyArchivesAreTakenAndOnlyTheirOwnersSeeThem() {
    var other = upload("text/plain", new byte[0]);
    assertThat(other.status()).isEqualTo(400);
    assertThat(other.message()).isEqualTo("Unsupported content type header \"text/plain\".");
    var file = upload(TAR, new Archive().file("a", "x").bytes()).text("hash");
    assertThat(shop.get("/files/" + file, shop.member("bob")).status()).isEqualTo(404);
    assertThat(shop.get("/files/" + file, shop.admin).status()).isEqualTo(200);
    assertThat(shop.get("/files/" + UUID.randomUUID(), shop.alice).status()).isEqualTo(404);
    assertThat(shop.get("/files/x", shop.alice).message())
        .isEqualTo("File id must be a valid UUID.");
    assertThat(shop.client.upload("/files", "", TAR, new byte[100_000]).status()).isEqualTo(401);
  }

  @Test
  void manyUploadsOfTheSameContentAtOnceMakeOneFile() throws InterruptedException {
    var tar = new Archive().file("a", "x").bytes();
    var uploads =
        IntStream.range(0, 4)
            .<Callable<String>>mapToObj(_ -> () -> upload(TAR, tar).text("hash"))
            .toList();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var ids = threads.invokeAll(uploads).stream().map(done -> done.resultNow()).distinct();
      assertThat(ids).hasSize(1);
    }
  }

  @Test
  void whatNothingWasImportedFromIsForgottenAfterADay() {
    var unused = upload(TAR, new Archive().file("a", "x").bytes()).text("hash");
    shop.version("resources: []", "");
    shop.time.advance(Duration.ofHours(25));
    new Uploads(shop.database, shop.time).forgetUnused();
    assertThat(shop.get("/files/" + unused, shop.alice).status()).isEqualTo(404);
    var kept =
        shop.database.read(
            tx ->
                tx.sql()
                    .createQuery("SELECT count(*) FROM files f JOIN jobs j ON j.file_id = f.id")
                    .mapTo(Long.class)
                    .one());
    assertThat(kept).isEqualTo(1);
  }

  private Answer upload(String type, byte[] bytes) {
    return shop.client.upload("/files", shop.alice, type, bytes);
  }

  private byte[] download(String file, String query) {
    return shop.client.download("/files/" + file + query, shop.alice);
  }
}
