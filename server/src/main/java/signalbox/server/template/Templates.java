package signalbox.server.template;

import java.util.List;
import java.util.Optional;
import signalbox.server.db.Database;
import signalbox.server.db.Tx;
import signalbox.server.id.OrganizationId;
import signalbox.server.id.TemplateId;
import signalbox.server.id.TemplateVersionId;

/// The templates of a deployment. Every user may see all of them. Thread-safe.
public final class Templates {
  private final TemplateStore store = new TemplateStore();
  private final Database database;

  public Templates(Database database) {
    this.database = database;
  }

  /// All that are not deleted, by name.
  List<Template> all() {
    return database.read(store::all);
  }

  /// A template, deleted or not.
  public Optional<Template> find(Tx tx, TemplateId id) {
    return store.find(tx, id);
  }

  public Optional<TemplateVersion> version(Tx tx, TemplateVersionId id) {
    return store.version(tx, id);
  }

  Optional<Template> find(TemplateId id) {
    return database.read(tx -> store.find(tx, id));
  }

  Optional<Template> find(OrganizationId organization, String name) {
    return database.read(tx -> store.findByName(tx, organization, name));
  }

  Optional<TemplateVersion> version(TemplateVersionId id) {
    return database.read(tx -> store.version(tx, id));
  }

  List<TemplateVersion> versions(TemplateId template) {
    return database.read(tx -> store.versions(tx, template));
  }
}
