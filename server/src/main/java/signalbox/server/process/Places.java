package signalbox.server.process;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import signalbox.server.id.AgentId;
import signalbox.server.id.WorkspaceId;

/// Where the agents that the server runs live, under its data directory: `workspaces/<workspace>`
/// is a workspace's own directory, `processes/<workspace>/<agent>.pid` and `.log` are ours.
final class Places {
  private static final String PID = ".pid";
  private static final FileAttribute<?> MINE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private final Path workspaces;
  private final Path processes;

  Places(Path data) {
    workspaces = data.resolve("workspaces");
    processes = data.resolve("processes");
  }

  /// An agent that was started here.
  record Known(WorkspaceId workspace, AgentId agent) {}

  /// The machine's id, made when it is first asked for.
  UUID host() throws IOException {
    var file = processes.resolve("host-id");
    if (!Files.exists(file)) {
      Files.createDirectories(processes, MINE);
      Files.writeString(file, UUID.randomUUID() + "\n");
    }
    return UUID.fromString(Files.readString(file).strip());
  }

  Path home(WorkspaceId workspace) {
    return workspaces.resolve(workspace.toString());
  }

  Path pid(Known agent) {
    return folder(agent.workspace()).resolve(agent.agent() + PID);
  }

  Path log(Known agent) {
    return folder(agent.workspace()).resolve(agent.agent() + ".log");
  }

  private Path folder(WorkspaceId workspace) {
    return processes.resolve(workspace.toString());
  }

  /// Only for the server's own user: what is in there is somebody's work.
  void make(WorkspaceId workspace) throws IOException {
    for (var folder : List.of(home(workspace), folder(workspace)))
      if (!Files.isDirectory(folder)) Files.createDirectories(folder, MINE);
  }

  void remove(WorkspaceId workspace) throws IOException {
    removeAll(home(workspace));
    removeAll(folder(workspace));
  }

  List<Known> known(WorkspaceId workspace) throws IOException {
    var known = new ArrayList<Known>();
    try (var files = Files.newDirectoryStream(folder(workspace), "*" + PID)) {
      for (var file : files) {
        var name = file.getFileName().toString();
        var id = UUID.fromString(name.substring(0, name.length() - PID.length()));
        known.add(new Known(workspace, new AgentId(id)));
      }
    } catch (NoSuchFileException e) {
      return List.of();
    }
    return known;
  }

  List<Known> known() throws IOException {
    var known = new ArrayList<Known>();
    try (var folders = Files.newDirectoryStream(processes, Files::isDirectory)) {
      for (var folder : folders) {
        var id = UUID.fromString(folder.getFileName().toString());
        known.addAll(known(new WorkspaceId(id)));
      }
    } catch (NoSuchFileException e) {
      return List.of();
    }
    return known;
  }

  /// Without following links.
  private static void removeAll(Path root) throws IOException {
    if (!Files.exists(root)) return;
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(
              Path folder, @org.jspecify.annotations.Nullable IOException failure)
              throws IOException {
            if (failure != null) throw failure;
            Files.deleteIfExists(folder);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
