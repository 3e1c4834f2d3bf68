package signalbox.server.organization;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.mapper.RowMapper;
import signalbox.server.db.Rows;
import signalbox.server.db.Tx;
import signalbox.server.id.OrganizationId;
import signalbox.server.id.UserId;

/// SQL of organizations and their members.
final class OrganizationStore {
  private static final RowMapper<Organization> ROW = Rows.of(Organization.class);

  private static final String SELECT =
      """
      SELECT o.id, o.name, o.display_name, o.description, o.icon, o.is_default, o.created_at, o.updated_at
        FROM organizations o
      """;

  List<Organization> all(Tx tx) {
    return tx.sql().createQuery(SELECT + "ORDER BY lower(o.name)").map(ROW).list();
  }

  List<Organization> of(Tx tx, UserId member) {
    return tx.sql()
        .createQuery(
            SELECT
                + """
                  JOIN organization_members m ON m.organization_id = o.id
                 WHERE m.user_id = :member
              ORDER BY lower(o.name)
              """)
        .bind("member", member)
        .map(ROW)
        .list();
  }

  Optional<Organization> find(Tx tx, OrganizationId id) {
    return tx.sql().createQuery(SELECT + "WHERE o.id = :id").bind("id", id).map(ROW).findOne();
  }

  Optional<Organization> findByName(Tx tx, String name) {
    return tx.sql()
        .createQuery(SELECT + "WHERE lower(o.name) = lower(:name)")
        .bind("name", name)
        .map(ROW)
        .findOne();
  }

  Organization getDefault(Tx tx) {
    return tx.sql().createQuery(SELECT + "WHERE o.is_default").map(ROW).one();
  }

  /// When the user became a member; empty when they are none.
  Optional<Instant> memberSince(Tx tx, OrganizationId organization, UserId user) {
    return tx.sql()
        .createQuery(
            """
            SELECT created_at
              FROM organization_members
             WHERE organization_id = :organization AND user_id = :user
            """)
        .bind("organization", organization)
        .bind("user", user)
        .mapTo(Instant.class)
        .findOne();
  }

  /// Those of the ids that are organizations.
  List<OrganizationId> existing(Tx tx, Collection<OrganizationId> ids) {
    return tx.sql()
        .createQuery("SELECT id FROM organizations WHERE id = ANY(:ids)")
        .bindArray("ids", UUID.class, ids.stream().map(OrganizationId::value).toArray())
        .mapTo(OrganizationId.class)
        .list();
  }

  void addMember(Tx tx, Collection<OrganizationId> organizations, UserId user, Instant at) {
    tx.sql()
        .createUpdate(
            """
            INSERT INTO organization_members (organization_id, user_id, created_at)
            SELECT organization, :user, :at FROM unnest(:organizations) AS organization
            """)
        .bindArray(
            "organizations",
            UUID.class,
            organizations.stream().map(OrganizationId::value).toArray())
        .bind("user", user)
        .bind("at", at)
        .execute();
  }
}
