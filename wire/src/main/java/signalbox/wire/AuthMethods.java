package signalbox.wire;

import com.fasterxml.jackson.annotation.JsonProperty;

/// The ways to sign in.
public record AuthMethods(Password password, GitHub github, Oidc oidc) {
  public record Password(boolean enabled) {}

  public record GitHub(boolean enabled, boolean defaultProviderConfigured) {}

  public record Oidc(
      boolean enabled,
      @JsonProperty("signInText") String signInText,
      @JsonProperty("iconUrl") String iconUrl) {}
}
