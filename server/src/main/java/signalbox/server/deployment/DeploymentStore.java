package signalbox.server.deployment;

import java.net.URI;
import java.util.UUID;
import signalbox.server.db.Database;

/// SQL of the deployment.
public final class DeploymentStore {
  private DeploymentStore() {}

  public static Deployment read(Database database, URI accessUrl) {
    return database.read(
        tx ->
            tx.sql()
                .createQuery("SELECT id, epoch FROM deployment")
                .map(
                    (rs, ctx) ->
                        new Deployment(
                            rs.getObject("id", UUID.class), rs.getString("epoch"), accessUrl))
                .one());
  }
}
