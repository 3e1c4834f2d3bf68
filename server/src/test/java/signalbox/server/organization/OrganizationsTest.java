package signalbox.server.organization;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import signalbox.server.testing.Door;

class OrganizationsTest {
  private final Door door = Door.open();
  private final String admin = door.admin();
  private final String alice = door.member("alice", admin);

  @AfterEach
  void close() {
    door.close();
  }

  @Test
  void everyNewServerHasADefaultOrganization() {
    var listed = door.get("/organizations", alice).json();
    assertThat(listed.size()).isEqualTo(1);
    var organization = listed.get(0);
    assertThat(organization.path("name").asString()).isEqualTo("default");
    assertThat(organization.path("display_name").asString()).isEqualTo("Default");
    assertThat(organization.path("is_default").asBoolean()).isTrue();
    assertThat(organization.path("default_org_member_roles").toString())
        .isEqualTo("[\"organization-workspace-access\"]");
    assertThat(door.get("/users/me/organizations", alice).json()).isEqualTo(listed);
  }

  @Test
  void itIsFoundByIdByNameAndByTheWordDefault() {
    door.execute("UPDATE organizations SET name = 'Acme'");
    var id = door.get("/organizations/default", alice).text("id");
    for (var text : List.of(id, id.toUpperCase(Locale.ROOT), "acme", "ACME", "default")) {
      assertThat(door.get("/organizations/" + text, alice).text("id")).isEqualTo(id);
    }
  }

  @Test
  void whoIsNoMemberDoesNotSeeIt() {
    door.execute(
        """
        INSERT INTO organizations (id, name, display_name, description, icon, created_at, updated_at)
        VALUES (gen_random_uuid(), 'other', 'Other', 'Something else', '/o.png', now(), now())
        """);
    assertThat(door.get("/organizations", alice).json().size()).isEqualTo(1);
    for (var text : List.of("other", "nowhere", "%00", "9b2cf9d4-52d5-4a4f-a1a3-6a4b1cf1c2aa")) {
      assertThat(door.get("/organizations/" + text, alice).body())
          .isEqualTo(
              "{\"message\":\"Resource not found or you do not have access to this resource\"}\n");
    }
    assertThat(door.get("/organizations", admin).json().size()).isEqualTo(2);
    var other = door.get("/organizations/other", admin);
    assertThat(other.text("description")).isEqualTo("Something else");
    assertThat(other.text("icon")).isEqualTo("/o.png");
  }

  @Test
  void membersAreSeenByThemselvesAndByOwners() {
    for (var token : List.of(alice, admin)) {
      var member = door.get("/organizations/default/members/alice", token);
      assertThat(member.status()).isEqualTo(200);
      assertThat(member.text("username")).isEqualTo("alice");
      assertThat(member.text("organization_id"))
          .isEqualTo(door.get("/organizations/default", alice).text("id"));
    }
    assertThat(door.get("/organizations/default/members/admin", alice).status()).isEqualTo(404);
    door.execute("DELETE FROM organization_members");
    assertThat(door.get("/organizations/default/members/alice", admin).status()).isEqualTo(404);
    assertThat(door.get("/users/me", alice).json().path("organization_ids").isNull()).isTrue();
  }
}
